package dev.hearth.sdk;

import java.time.Duration;
import java.util.Optional;

/// Something this client asked for could not be had. The text never holds a key, a token or a
/// message.
public final class HearthException extends RuntimeException {

  /// Why: what a caller may branch on.
  public enum Reason {
    /// The server answered with an error; [HearthException#code] says which.
    REFUSED,
    /// The server could not be asked, or did not answer in time.
    UNREACHABLE,
    /// The server answered with something that is not this protocol.
    GARBLED,
    /// The server has ended this session, or does not know it. Connecting again is useless.
    SIGNED_OUT,
    /// This client was closed.
    CLOSED
  }

  private final Reason reason;
  private final int code;
  private final String description;
  private final Optional<Duration> retryAfter;

  private HearthException(Reason reason, int code, String description) {
    this(reason, code, description, Optional.empty());
  }

  private HearthException(
      Reason reason, int code, String description, Optional<Duration> retryAfter) {
    super(code == 0 ? description : code + ": " + description);
    this.reason = reason;
    this.code = code;
    this.description = description;
    this.retryAfter = retryAfter;
  }

  /// The server, or a stand-in for it, answers with this error.
  public static HearthException refused(int code, String description) {
    return new HearthException(Reason.REFUSED, code, description);
  }

  /// As [#refused(int, String)], with the time after which to ask again.
  public static HearthException refused(
      int code, String description, Optional<Duration> retryAfter) {
    return new HearthException(Reason.REFUSED, code, description, retryAfter);
  }

  /// The server could not be asked.
  public static HearthException unreachable(String what, Throwable cause) {
    var exception = new HearthException(Reason.UNREACHABLE, 0, what);
    exception.initCause(cause);
    return exception;
  }

  /// The answer is not of this protocol.
  public static HearthException garbled(String what) {
    return new HearthException(Reason.GARBLED, 0, what);
  }

  /// The server has ended the session.
  public static HearthException signedOut() {
    return new HearthException(
        Reason.SIGNED_OUT, 401, "the server has ended this session, or does not take its keystore");
  }

  /// The client was closed.
  public static HearthException closed() {
    return new HearthException(Reason.CLOSED, 0, "the client is closed");
  }

  /// Whether nothing can be asked any more: the session was ended, or the client closed.
  public boolean isFinal() {
    return reason == Reason.SIGNED_OUT || reason == Reason.CLOSED;
  }

  public Reason reason() {
    return reason;
  }

  /// The protocol's code when the server refused, such as 403 or 10002; 0 otherwise.
  public int code() {
    return code;
  }

  /// The server's description of the error, with the reason where it tells one; for a log, not for
  /// a person.
  public String description() {
    return description;
  }

  /// When an allowance that is used up (429) has refilled: how long to wait before asking again.
  /// [#description] names the allowance.
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
