package dev.hearth.edge.http;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.hearth.chat.Refusal;

/// Unwinds a handler that can't continue to the one place that answers. It has no stack trace: the
/// client's request is the cause.
public final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RequestRefused(Refusal refusal) {
    super(refusal.description(), null, false, false);
    this.refusal = refusal;
  }

  /// A field can't be as it is.
  ///
  /// @param why with a `%s` for each of the numbers, which are bounds of ours
  public static RequestRefused invalid(
      String field, @CompileTimeConstant String why, long... bounds) {
    return new RequestRefused(Refusal.invalid(field, why, bounds));
  }

  public Refusal refusal() {
    return refusal;
  }
}
