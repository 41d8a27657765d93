package dev.hearth.sdk.signal;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// The identity of a device: the identity key of its user, which all devices of a user share, and a
/// number of its own.
///
/// @param registrationId 1 to 16380: sent once, when the device signs in
public record OwnIdentity(Curve25519KeyPair keyPair, int registrationId) {
  // As libsignal: 14 bits, but for the last few.
  private static final int MOST_REGISTRATION_IDS = 16380;

  /// @throws IllegalArgumentException when the number is out of its bounds
  public OwnIdentity {
    if (registrationId < 1 || registrationId > MOST_REGISTRATION_IDS) {
      throw new IllegalArgumentException("a registration id is 1 to 16380");
    }
  }

  /// For the first device of a user.
  public static OwnIdentity generate() {
    return generate(new SecureRandom());
  }

  static OwnIdentity generate(RandomGenerator random) {
    return of(Curve25519KeyPair.generate(random), random);
  }

  /// For another device of a user whose identity key was handed over.
  public static OwnIdentity linked(Curve25519KeyPair keyPair) {
    return of(keyPair, new SecureRandom());
  }

  private static OwnIdentity of(Curve25519KeyPair keyPair, RandomGenerator random) {
    return new OwnIdentity(keyPair, random.nextInt(1, MOST_REGISTRATION_IDS + 1));
  }
}
