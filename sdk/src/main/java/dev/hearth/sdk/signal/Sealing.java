package dev.hearth.sdk.signal;

/// The outcome of sealing. Once a message is sealed, its keys are spent, and that is stored: it may
/// be sent at any time, or never.
public sealed interface Sealing {
  record SealedEnvelope(Envelope envelope) implements Sealing {}

  /// We have no session with this device under its accepted identity key: fetch its keys and [begin
  /// one][SignalDevice#begin]. In a conversation: no sender key was handed out yet.
  record NoKeyToSeal() implements Sealing {}
}
