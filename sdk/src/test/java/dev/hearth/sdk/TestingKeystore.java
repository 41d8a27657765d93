package dev.hearth.sdk;

import dev.hearth.protocol.Keystore;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.SessionKeyPair;
import dev.hearth.protocol.UserId;

/// Keystores for tests.
final class TestingKeystore {
  private TestingKeystore() {}

  static Keystore random() {
    return Keystore.of(
        UserId.random(),
        SessionId.random(),
        SessionKeyPair.generate(),
        SessionKeyPair.generate().key());
  }
}
