package dev.hearth.bench;

import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.PreKeyUpload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The requests a run sends, as templates.
final class Requests {
  private Requests() {}

  /// Has room for the request's id, then the message's.
  static Template createMessage(
      ConversationId conversation, Optional<UserId> recipient, byte[] payload) {
    return Template.of(
        """
        {"id":"%s","action":"CREATE_MESSAGE","params":{"conversation_id":"%s",%s"message_id":"%s",\
        "category":"PLAIN_TEXT","data_base64":"%s"}}\
        """
            .formatted(
                Template.ID,
                conversation,
                recipient.map(id -> "\"recipient_id\":\"" + id + "\",").orElse(""),
                Template.ID,
                Base64.getUrlEncoder().withoutPadding().encodeToString(payload)));
  }

  /// Has room for the request's id, then the message's.
  static Template acknowledge() {
    return Template.of(
        """
        {"id":"%s","action":"ACKNOWLEDGE_MESSAGE_RECEIPT",\
        "params":{"message_id":"%s","status":"READ"}}\
        """
            .formatted(Template.ID, Template.ID));
  }

  /// Says that all of `messages` (ids as text) were read. Has room for the request's id.
  static Template acknowledge(List<String> messages) {
    List<String> items = new ArrayList<>(messages.size());
    for (String id : messages) {
      items.add("{\"message_id\":\"" + id + "\",\"status\":\"READ\"}");
    }
    return Template.of(
        """
        {"id":"%s","action":"ACKNOWLEDGE_MESSAGE_RECEIPTS","params":{"messages":[%s]}}\
        """
            .formatted(Template.ID, String.join(",", items)));
  }

  /// Leaves keys. Has room for the request's id.
  static Template leaveKeys(PreKeyUpload keys) {
    return template(BlazeRequest.syncKeys(Template.ID, keys));
  }

  /// A request for the keys of one device. Has room for the request's id.
  static Template takeKeys(Person of) {
    var wanted = new PreKeyRequest(of.user(), Optional.of(of.session()));
    return template(BlazeRequest.consumeKeys(Template.ID, List.of(wanted)));
  }

  private static Template template(BlazeRequest request) {
    return Template.of(new String(request.toJson(), StandardCharsets.US_ASCII));
  }

  /// Has room for the request's id.
  static Template listPending() {
    return Template.of("{\"id\":\"" + Template.ID + "\",\"action\":\"LIST_PENDING_MESSAGES\"}");
  }
}
