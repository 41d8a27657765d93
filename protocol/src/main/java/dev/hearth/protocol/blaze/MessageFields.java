package dev.hearth.protocol.blaze;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.id.Uuids;
import dev.hearth.protocol.json.Json;
import dev.hearth.protocol.payload.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Gathers what an object says of a message while it is read, field by field; `null` is absent. Of
/// a field that comes twice the last counts. One thread, one object.
final class MessageFields {
  private static final byte[] NOTHING = new byte[0];
  private static final int MOST_CHECKSUM_CHARACTERS = 64;

  @Nullable ConversationId conversationId;
  @Nullable UserId recipientId;
  @Nullable SessionId sessionId;
  @Nullable MessageId quoteMessageId;
  @Nullable UserId representativeId;
  private @Nullable MessageId messageId;
  private String messageIdAsSent = "";
  private String category = "";
  private byte[] data = NOTHING;
  private byte[] dataBase64 = NOTHING;
  private boolean dataInvalid;
  private boolean dataBase64Invalid;
  private boolean silent;
  private OptionalInt expireIn = OptionalInt.empty();
  private OptionalLong expireAt = OptionalLong.empty();
  @Nullable String checksum;
  private List<UserId> mentions = List.of();
  private MessageStatus status = MessageStatus.DELIVERED;
  private boolean hasStatus;
  private @Nullable String invalidField;

  MessageFields() {}

  MessageFields(MessageRequest message) {
    conversationId = message.conversationId().orElse(null);
    recipientId = message.recipientId().orElse(null);
    sessionId = message.sessionId().orElse(null);
    messageId = message.messageId().orElse(null);
    messageIdAsSent = message.messageIdAsSent();
    category = message.category();
    data = message.payload();
    quoteMessageId = message.quoteMessageId().orElse(null);
    representativeId = message.representativeId().orElse(null);
    silent = message.silent();
    expireIn = message.expireIn();
    checksum = message.conversationChecksum().orElse(null);
    mentions = message.mentions();
    invalidField = message.invalidField().orElse(null);
  }

  /// Reads the object at which `in` stands.
  static MessageFields readFrom(JsonParser in) {
    var fields = new MessageFields();
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      fields.invalidField = "messages";
      return fields;
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      fields.read(name, in);
    }
    return fields;
  }

  /// Takes the value of the field `name`, at which `in` stands; leaves `in` at its end.
  void read(String name, JsonParser in) {
    switch (name) {
      case "conversation_id" -> {
        UUID id = uuid(name, in);
        conversationId = id == null ? null : new ConversationId(id);
      }
      case "recipient_id" -> {
        UUID id = uuid(name, in);
        recipientId = id == null ? null : new UserId(id);
      }
      case "session_id" -> {
        UUID id = uuid(name, in);
        sessionId = id == null ? null : new SessionId(id);
      }
      case "message_id" -> {
        UUID id = uuid(name, in);
        messageId = id == null ? null : new MessageId(id);
        messageIdAsSent = id == null ? "" : in.getString();
      }
      case "quote_message_id" -> {
        UUID id = uuid(name, in);
        quoteMessageId = id == null ? null : new MessageId(id);
      }
      case "representative_id" -> {
        UUID id = uuid(name, in);
        representativeId = id == null ? null : new UserId(id);
      }
      case "category" -> readCategory(in);
      case "data" -> {
        Optional<byte[]> bytes = Json.base64(in);
        data = bytes.orElse(NOTHING);
        dataInvalid = bytes.isEmpty();
      }
      case "data_base64" -> {
        Optional<byte[]> bytes = Json.base64(in);
        dataBase64 = bytes.orElse(NOTHING);
        dataBase64Invalid = bytes.isEmpty();
      }
      case "status" -> readStatus(in);
      case "silent" -> readSilent(in);
      case "expire_in" -> readExpireIn(in);
      case "expire_at" -> expireAt = seconds(in, Long.MAX_VALUE);
      case "conversation_checksum" -> readChecksum(in);
      case "mentions" -> readMentions(in);
      default -> in.skipChildren();
    }
  }

  /// Whether it has nothing to say itself, so that at most it acknowledges.
  boolean saysNothing() {
    return category.isEmpty() && payload().length == 0;
  }

  /// Whether, as one of a list, it acknowledges. A message that lacks what it needs does not become
  /// one: it says where it is to go, and no status.
  boolean acknowledges() {
    return saysNothing() && (hasStatus || (conversationId == null && recipientId == null));
  }

  MessageRequest message() {
    return new MessageRequest(
        Optional.ofNullable(conversationId),
        Optional.ofNullable(recipientId),
        Optional.ofNullable(sessionId),
        Optional.ofNullable(messageId),
        messageIdAsSent,
        category,
        payload(),
        Optional.ofNullable(quoteMessageId),
        Optional.ofNullable(representativeId),
        silent,
        expireIn,
        Optional.ofNullable(checksum),
        mentions,
        invalidField());
  }

  Optional<AcknowledgementRequest> acknowledgement() {
    return messageId == null
        ? Optional.empty()
        : Optional.of(new AcknowledgementRequest(messageId, status, expireAt));
  }

  // If both are present, `data_base64` counts: the older field is kept for older readers.
  private byte[] payload() {
    return dataBase64.length > 0 ? dataBase64 : data;
  }

  private Optional<String> invalidField() {
    if (invalidField != null) {
      return Optional.of(invalidField);
    }
    if (dataBase64Invalid) {
      return Optional.of("data_base64");
    }
    return dataInvalid && dataBase64.length == 0 ? Optional.of("data") : Optional.empty();
  }

  private @Nullable UUID uuid(String name, JsonParser in) {
    String text = text(name, in);
    if (text == null || text.isEmpty()) {
      return null;
    }
    Optional<UUID> id = Uuids.find(text);
    if (id.isEmpty()) {
      invalidField = name;
    }
    return id.orElse(null);
  }

  private @Nullable String text(String name, JsonParser in) {
    return switch (in.currentToken()) {
      case VALUE_STRING -> in.getString();
      case VALUE_NULL -> null;
      default -> {
        in.skipChildren();
        invalidField = name;
        yield null;
      }
    };
  }

  /// The seconds at which `in` stands; empty for anything else, which is skipped.
  private static OptionalLong seconds(JsonParser in, long most) {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
        && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER
        && in.getLongValue() >= 0
        && in.getLongValue() <= most) {
      return OptionalLong.of(in.getLongValue());
    }
    in.skipChildren();
    return OptionalLong.empty();
  }

  private void readExpireIn(JsonParser in) {
    boolean given = in.currentToken() != JsonToken.VALUE_NULL;
    OptionalLong seconds = seconds(in, Integer.MAX_VALUE);
    expireIn =
        seconds.isPresent() ? OptionalInt.of((int) seconds.getAsLong()) : OptionalInt.empty();
    if (given && seconds.isEmpty()) {
      invalidField = "expire_in";
    }
  }

  private void readCategory(JsonParser in) {
    String name = text("category", in);
    category = name != null && Category.isWellFormed(name) ? name : "";
    if (name != null && !name.equals(category)) {
      invalidField = "category";
    }
  }

  // Only acknowledgements mean it; in messages, apps write what they like.
  private void readStatus(JsonParser in) {
    boolean read =
        in.currentToken() == JsonToken.VALUE_STRING
            && (in.getString().equals("READ") || in.getString().equals("MENTION_READ"));
    status = read ? MessageStatus.READ : MessageStatus.DELIVERED;
    hasStatus = in.currentToken() != JsonToken.VALUE_NULL;
    in.skipChildren();
  }

  private void readSilent(JsonParser in) {
    switch (in.currentToken()) {
      case VALUE_TRUE -> silent = true;
      case VALUE_FALSE, VALUE_NULL -> silent = false;
      default -> {
        in.skipChildren();
        invalidField = "silent";
      }
    }
  }

  private void readChecksum(JsonParser in) {
    checksum = text("conversation_checksum", in);
    if (checksum != null && checksum.length() > MOST_CHECKSUM_CHARACTERS) {
      checksum = null;
      invalidField = "conversation_checksum";
    }
  }

  private void readMentions(JsonParser in) {
    mentions = List.of();
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      invalidField = "mentions";
      return;
    }
    var users = new ArrayList<UserId>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      UUID id = uuid("mentions", in);
      if (id != null && users.size() < MessageRequest.MOST_MENTIONS) {
        users.add(new UserId(id));
      } else if (id != null) {
        invalidField = "mentions";
      }
    }
    mentions = users;
  }
}
