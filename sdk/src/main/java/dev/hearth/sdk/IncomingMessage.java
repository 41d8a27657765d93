package dev.hearth.sdk;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// A message as the server pushed it.
///
/// @param author who sent it; this user itself when another of its sessions did
/// @param session the author's session; empty when it has none, such as the server itself
/// @param category what it is, such as `PLAIN_TEXT`, however it travelled; may be unknown to this
///   version. If this client can't open the message, it is still `SIGNAL_…` or `ENCRYPTED_…`
/// @param payload the bytes; the category says how to read them
/// @param createdAt when the server stored it, exact to the microsecond; messages of a conversation
///   are ordered by it
/// @param pending whether it had been waiting for this session, rather than being sent just now
/// @param protection how it travelled, when this client has opened it; else `NONE`
/// @param weaker whether it was less protected than its author's earlier messages, though it could
///   have been sealed: the server can read it, and may have written it. This can be legitimate,
///   such as a message to a bot in a group. [HearthClient#acceptChange] accepts it as usual
public record IncomingMessage(
    MessageId id,
    ConversationId conversation,
    UserId author,
    Optional<SessionId> session,
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    Optional<MessageId> quote,
    Optional<UserId> representative,
    boolean silent,
    int expireIn,
    Instant createdAt,
    boolean pending,
    Protection protection,
    boolean weaker) {

  public IncomingMessage {
    payload = payload.clone();
  }

  /// A copy of the bytes.
  @Override
  public byte[] payload() {
    return payload.clone();
  }

  /// The content, to switch over; [dev.hearth.protocol.payload.Unknown] when this version can't
  /// read it.
  public Payload content() {
    return Payload.of(category, payload);
  }

  /// The payload read as UTF-8: what a `PLAIN_TEXT` or a `PLAIN_POST` says.
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }
}
