package dev.hearth.sdk;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;

/// Keystores for tests.
public final class TestingKeystore {
  private TestingKeystore() {}

  public static Keystore random() {
    return Keystore.of(
        UserId.random(),
        SessionId.random(),
        SessionKeyPair.generate(),
        SessionKeyPair.generate().key());
  }
}
