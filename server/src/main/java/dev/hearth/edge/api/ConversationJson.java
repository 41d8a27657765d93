package dev.hearth.edge.api;

import dev.hearth.chat.account.Accounts;
import dev.hearth.chat.account.Session;
import dev.hearth.chat.circle.CircleItem;
import dev.hearth.chat.circle.Circles;
import dev.hearth.chat.conversation.Conversation;
import dev.hearth.chat.conversation.Outcome;
import dev.hearth.chat.conversation.Participant;
import dev.hearth.protocol.UserId;
import dev.hearth.protocol.WireTime;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// How conversations and sessions look over HTTP.
final class ConversationJson {
  private final Accounts accounts;
  private final Circles circles;
  private final CodeUrls codeUrls;

  ConversationJson(Accounts accounts, Circles circles, CodeUrls codeUrls) {
    this.accounts = accounts;
    this.circles = circles;
    this.codeUrls = codeUrls;
  }

  ApiResponse show(UserId viewer, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(var conversation) -> show(viewer, conversation);
      case Outcome.Refused(var code, var field) ->
          field.map(ApiResponse::invalid).orElseGet(() -> ApiResponse.refused(code));
    };
  }

  /// Who has left a group still sees that it is so, but neither the code that lets one in nor with
  /// what devices the others read.
  ApiResponse show(UserId viewer, Conversation conversation) {
    boolean inside = conversation.participant(viewer).isPresent();
    var places = circles.places(viewer, conversation.id());
    return ApiResponse.written(json -> write(json, conversation, inside, places));
  }

  private void write(
      JsonGenerator json, Conversation conversation, boolean inside, List<CircleItem> places) {
    String code = inside ? conversation.codeId().orElse("") : "";
    json.writeStartObject();
    json.writeStringProperty("type", "conversation");
    json.writeStringProperty("conversation_id", conversation.id().toString());
    json.writeStringProperty("creator_id", conversation.creator().toString());
    json.writeStringProperty("category", conversation.category().name());
    json.writeStringProperty("name", conversation.name());
    json.writeStringProperty("icon_url", conversation.iconUrl());
    json.writeStringProperty("announcement", conversation.announcement());
    json.writeStringProperty("code_id", code);
    json.writeStringProperty("code_url", code.isEmpty() ? "" : codeUrls.of(code));
    json.writeStringProperty("created_at", WireTime.format(conversation.createdAt()));
    json.writeStringProperty("mute_until", WireTime.NEVER);
    json.writeNumberProperty("expire_in", conversation.expireIn());
    json.writeArrayPropertyStart("participants");
    conversation.participants().forEach(participant -> write(json, participant));
    json.writeEndArray();
    json.writeArrayPropertyStart("participant_sessions");
    if (inside) {
      conversation.participants().stream()
          .flatMap(participant -> accounts.sessions(participant.user()).stream())
          .forEach(session -> write(json, session));
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("circles");
    places.forEach(place -> CircleJson.write(json, place));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Participant participant) {
    json.writeStartObject();
    json.writeStringProperty("type", "participant");
    json.writeStringProperty("user_id", participant.user().toString());
    json.writeStringProperty("role", participant.role().wire());
    json.writeStringProperty("created_at", WireTime.format(participant.since()));
    json.writeEndObject();
  }

  static void write(JsonGenerator json, Session session) {
    json.writeStartObject();
    json.writeStringProperty("type", "session");
    json.writeStringProperty("user_id", session.user().toString());
    json.writeStringProperty("session_id", session.id().toString());
    json.writeStringProperty("public_key", session.key().x25519());
    json.writeStringProperty("platform", session.platform());
    json.writeEndObject();
  }
}
