package dev.hearth.edge.http;

import dev.hearth.chat.Refusal;
import java.util.OptionalInt;

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
  public static RequestRefused invalid(String field) {
    return new RequestRefused(Refusal.invalid(field));
  }

  /// A field of an item can't be as it is.
  ///
  /// @param index the item's place in a list, if it is in one
  public static RequestRefused invalid(String field, OptionalInt index) {
    return new RequestRefused(Refusal.invalid(field, index));
  }

  public Refusal refusal() {
    return refusal;
  }
}
