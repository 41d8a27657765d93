package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;

/// The outcome of opening a message sealed for us. Unless it was opened, nothing has changed.
///
/// {@snippet class="dev.hearth.testkit.SealingExamplesTest" region="open" :
///
/// return switch (device.open(conversation, sender, envelope)) {
///   case Opening.Opened(byte[] plaintext) -> new String(plaintext, UTF_8);
///   case Opening.Duplicate() -> "(shown already)";
///   case Opening.NoKey() -> "(asked for its key)";
///   case Opening.FromOtherIdentity changed -> "(from another identity key: is it them?)";
///   case Opening.Unreadable(String why) -> "(unreadable: " + why + ")";
/// };
/// }
public sealed interface Opening {
  /// @param plaintext what was sealed; nothing when it was a sender key, which is kept now
  record Opened(@SuppressWarnings("ArrayRecordComponent") byte[] plaintext) implements Opening {
    @Override
    public String toString() {
      return "Opened";
    }
  }

  /// It was opened before: nothing to show, and nothing to ask for.
  record Duplicate() implements Opening {}

  /// We lack the session or sender key that it is sealed with: ask its sender for it.
  record NoKey() implements Opening {}

  /// Its sender's identity key is not the one we know. Either they have a new device or somebody
  /// pretends to be them: the user decides, [SignalDevice#acceptIdentity] says yes, and then it can
  /// be opened.
  record FromOtherIdentity(Curve25519PublicKey known, Curve25519PublicKey offered)
      implements Opening {}

  /// It was damaged, or is from a session that is gone: ask its sender for a key and for it.
  ///
  /// @param why for people who write clients; quotes nothing of what was sent
  record Unreadable(String why) implements Opening {}
}
