package dev.hearth.protocol.blaze;

import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a message's data, as a client does. Missing fields get a default where that is harmless;
/// without an author, a message id and a time, the data is not a message.
final class MessageViewReader {
  private static final byte[] NOTHING = new byte[0];

  private Optional<ConversationId> conversation = Optional.empty();
  private @Nullable UserId user;
  private Optional<SessionId> session = Optional.empty();
  private String messageId = "";
  private String category = "";
  private byte[] data = NOTHING;
  private byte[] dataBase64 = NOTHING;
  private MessageStatus status = MessageStatus.SENT;
  private MessageSource source = MessageSource.CREATE_MESSAGE;
  private Optional<UserId> representative = Optional.empty();
  private Optional<MessageId> quote = Optional.empty();
  private boolean silent;
  private int expireIn;
  private Optional<Long> createdAt = Optional.empty();
  private Optional<Long> updatedAt = Optional.empty();

  private MessageViewReader() {}

  /// Reads the value at which `in` stands, up to its end; empty when it is not a message's data.
  static Optional<MessageView> read(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return Optional.empty();
    }
    var reader = new MessageViewReader();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      reader.readField(name, in);
    }
    return reader.view();
  }

  private void readField(String name, JsonParser in) {
    switch (name) {
      case "conversation_id" -> conversation = ConversationId.find(Json.string(in));
      case "user_id" -> user = UserId.find(Json.string(in)).orElse(null);
      case "session_id" -> session = SessionId.find(Json.string(in));
      case "message_id" -> messageId = Json.string(in);
      case "category" -> category = Json.string(in);
      case "data" -> data = Json.base64(in).orElse(NOTHING);
      case "data_base64" -> dataBase64 = Json.base64(in).orElse(NOTHING);
      case "status" -> status = named(MessageStatus.values(), in, MessageStatus.SENT);
      case "source" -> source = named(MessageSource.values(), in, MessageSource.CREATE_MESSAGE);
      case "representative_id" -> representative = UserId.find(Json.string(in));
      case "quote_message_id" -> quote = MessageId.find(Json.string(in));
      case "silent" -> {
        silent = in.currentToken() == JsonToken.VALUE_TRUE;
        in.skipChildren();
      }
      case "expire_in" -> expireIn = Math.clamp(Json.number(in), 0, Integer.MAX_VALUE);
      case "created_at" -> createdAt = WireTime.parse(Json.string(in));
      case "updated_at" -> updatedAt = WireTime.parse(Json.string(in));
      default -> in.skipChildren();
    }
  }

  private Optional<MessageView> view() {
    if (user == null || messageId.isEmpty() || createdAt.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new MessageView(
            conversation,
            user,
            session,
            messageId,
            category,
            dataBase64.length > 0 ? dataBase64 : data,
            status,
            source,
            representative,
            quote,
            silent,
            expireIn,
            createdAt.get(),
            updatedAt.or(() -> createdAt).get()));
  }

  private static <E extends Enum<E>> E named(E[] names, JsonParser in, E otherwise) {
    String text = Json.string(in);
    for (E name : names) {
      if (name.name().equals(text)) {
        return name;
      }
    }
    return otherwise;
  }
}
