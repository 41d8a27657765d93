package dev.hearth.chat.directory.account;

import dev.hearth.protocol.key.Ed25519Key;
import dev.hearth.protocol.key.SessionKey;
import java.util.Set;

/// A device that signs in by itself, and what it says of itself.
///
/// @param key what its tokens are checked with; Ed25519: nothing new is made with RSA
/// @param platform of {@link #PLATFORMS}
/// @param registrationId a number that clients write into their first message, from 1 to {@link
///   #MOST_REGISTRATION_ID}
public record NewDevice(SessionKey key, String platform, int registrationId) {
  public static final Set<String> PLATFORMS = Set.of("iOS", "Android", "Desktop");
  public static final int MOST_REGISTRATION_ID = 16_380;

  /// @throws IllegalArgumentException when one of them can't be as it is
  public NewDevice {
    if (!(key instanceof Ed25519Key)
        || !PLATFORMS.contains(platform)
        || !isRegistrationId(registrationId)) {
      throw new IllegalArgumentException("no device signs in like this");
    }
  }

  public static boolean isRegistrationId(long number) {
    return number >= 1 && number <= MOST_REGISTRATION_ID;
  }
}
