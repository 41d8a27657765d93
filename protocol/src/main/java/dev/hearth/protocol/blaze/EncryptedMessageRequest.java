package dev.hearth.protocol.blaze;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A message that a bot encrypted for one user, and for which of the user's sessions.
///
/// @param checksum the [dev.hearth.protocol.key.SessionChecksum] of the sessions it was encrypted
///   for
/// @param sessions these sessions, at most [#MOST_SESSIONS]; none when the sender leaves it to the
///   checksum
public record EncryptedMessageRequest(
    MessageRequest message, String checksum, List<SessionId> sessions) {
  /// As many as an encrypted message has room for.
  public static final int MOST_SESSIONS = 510;

  private static final String SESSIONS = "recipient_sessions";

  public EncryptedMessageRequest {
    sessions = List.copyOf(sessions);
  }

  /// Reads the body of a request over HTTP: one, or a list. Empty when it is not JSON or neither.
  public static Optional<List<EncryptedMessageRequest>> readBody(byte[] json) {
    return Json.readOneOrMany(json, EncryptedMessageRequest::readFrom);
  }

  private static EncryptedMessageRequest readFrom(JsonParser in) {
    var fields = new MessageFields();
    String checksum = "";
    List<SessionId> sessions = List.of();
    if (in.currentToken() != JsonToken.START_OBJECT) {
      return new EncryptedMessageRequest(MessageFields.readFrom(in).message(), checksum, sessions);
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "checksum" -> checksum = Json.string(in);
        case SESSIONS -> sessions = sessions(in);
        default -> fields.read(name, in);
      }
    }
    return new EncryptedMessageRequest(fields.message(), checksum, sessions);
  }

  /// Skips sessions that can't be read, so the list then differs from the server's.
  private static List<SessionId> sessions(JsonParser in) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return List.of();
    }
    List<SessionId> sessions = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Optional<SessionId> session = session(in);
      if (session.isPresent() && sessions.size() < MOST_SESSIONS) {
        sessions.add(session.get());
      }
    }
    return sessions;
  }

  private static Optional<SessionId> session(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return Optional.empty();
    }
    Optional<SessionId> session = Optional.empty();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals("session_id")) {
        session = SessionId.find(Json.string(in));
      } else {
        in.skipChildren();
      }
    }
    return session;
  }
}
