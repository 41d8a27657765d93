package dev.hearth.sdk.signal;

/// What became of something to seal. Once it is sealed, the keys it was sealed with are spent and
/// that is stored: it may be sent, at any time, or never.
public sealed interface Sealing {
  record Sealed(Envelope envelope) implements Sealing {}

  /// There is no session with this device, or none with the identity key that was accepted since:
  /// fetch its keys and [begin one][SignalDevice#begin]. For a conversation: no sender key was
  /// handed out yet.
  record NoKey() implements Sealing {}
}
