package dev.hearth.protocol.payload;

/// A value that its payload can't have. What was sent is never quoted in it.
final class InvalidPayload extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidPayload(String why) {
    super(why);
  }
}
