package dev.hearth.protocol.blaze;

import dev.hearth.protocol.key.PreKeyBundle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A server's frame on Blaze, as a client reads it: an answer when `id` is that of a request, else
/// a push.
///
/// @param data the message or receipt
/// @param preKeys the keys that were asked for, without those that can't be read
/// @param error why a request was refused, or the connection
public record BlazeReply(
    String id,
    String action,
    Optional<MessageView> data,
    List<PreKeyBundle> preKeys,
    Optional<Failure> error) {

  public BlazeReply {
    preKeys = List.copyOf(preKeys);
  }

  /// A refusal.
  ///
  /// @param field what `extra` names as wrong, else ""
  /// @param retryAfter when an allowance that is used up has refilled
  public record Failure(
      int status, int code, String description, String field, Optional<Duration> retryAfter) {
    /// Whether this is `error`.
    public boolean is(ErrorCode error) {
      return status == error.status() && code == error.code();
    }
  }

  /// Reads one frame's JSON; empty when it is not a server's frame. Never throws. `data` that is
  /// neither a message nor a list of keys is skipped.
  public static Optional<BlazeReply> parse(byte[] json) {
    return BlazeReplyReader.read(json);
  }
}
