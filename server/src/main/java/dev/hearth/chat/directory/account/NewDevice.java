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
/// @param name what its owner sees in the list of their devices; "" when it says nothing
public record NewDevice(SessionKey key, String platform, int registrationId, String name) {
  public static final Set<String> PLATFORMS = Set.of("iOS", "Android", "Desktop");
  public static final int MOST_REGISTRATION_ID = 16_380;

  /// In characters.
  public static final int LONGEST_NAME = 64;

  /// @throws IllegalArgumentException when one of them can't be as it is
  public NewDevice {
    if (!(key instanceof Ed25519Key)
        || !PLATFORMS.contains(platform)
        || !isRegistrationId(registrationId)
        || !(name.isEmpty() || isName(name))) {
      throw new IllegalArgumentException("no device signs in like this");
    }
  }

  /// A device that does not say its name.
  public NewDevice(SessionKey key, String platform, int registrationId) {
    this(key, platform, registrationId, "");
  }

  public static boolean isName(String text) {
    return VisibleName.is(text, LONGEST_NAME);
  }

  public static boolean isRegistrationId(long number) {
    return number >= 1 && number <= MOST_REGISTRATION_ID;
  }
}
