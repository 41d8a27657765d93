package dev.hearth.protocol;

import java.util.Optional;

/// What a server says on Blaze, as a client reads it: an answer when `id` is that of a request,
/// else a push.
///
/// @param data the message or receipt it is about
/// @param error why a request was refused, or the connection
public record BlazeReply(
    String id, String action, Optional<MessageView> data, Optional<Failure> error) {

  /// A refusal.
  ///
  /// @param field what `extra` names as wrong, else ""
  public record Failure(int status, int code, String description, String field) {
    /// Whether this is `error`.
    public boolean is(ErrorCode error) {
      return status == error.status() && code == error.code();
    }
  }

  /// Reads one frame's JSON; empty when it is no frame of a server. Never throws. `data` that is
  /// not a message's is passed over.
  public static Optional<BlazeReply> parse(byte[] json) {
    return BlazeReplyReader.read(json);
  }
}
