package dev.hearth.protocol.payload;

/// A value that its payload can't have. The exception never quotes the sent text.
final class InvalidPayload extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidPayload(String why) {
    super(why);
  }
}
