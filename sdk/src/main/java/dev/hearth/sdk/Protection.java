package dev.hearth.sdk;

import java.util.Set;

/// How a message travels: who besides its recipients can read it.
public enum Protection {
  /// As it is: the server can read it, unless the caller has sealed the payload.
  NONE(""),
  /// Sealed for all devices of the people in the conversation: `SIGNAL_…` on the wire.
  SIGNAL("SIGNAL_"),
  /// Sealed between people and a bot: `ENCRYPTED_…` on the wire.
  ENCRYPTED("ENCRYPTED_");

  private static final String PLAIN = "PLAIN_";
  private static final Set<String> SEALABLE =
      Set.of(
          "TEXT",
          "POST",
          "IMAGE",
          "VIDEO",
          "AUDIO",
          "DATA",
          "STICKER",
          "CONTACT",
          "LIVE",
          "LOCATION",
          "TRANSCRIPT");

  private final String prefix;

  Protection(String prefix) {
    this.prefix = prefix;
  }

  /// Whether it protects less than another: `NONE` less than `ENCRYPTED`, and that less than
  /// `SIGNAL`, whose keys are used once.
  public boolean isWeakerThan(Protection other) {
    return strength() < other.strength();
  }

  /// Whether messages of this category, such as `PLAIN_TEXT`, can travel so.
  public boolean covers(String category) {
    return this == NONE
        || (category.startsWith(PLAIN) && SEALABLE.contains(category.substring(PLAIN.length())));
  }

  /// Whether a message of this category on the wire, such as `ENCRYPTED_TEXT`, travels so.
  public boolean isOn(String category) {
    return this != NONE
        && category.startsWith(prefix)
        && SEALABLE.contains(category.substring(prefix.length()));
  }

  /// The category under which the server gets a message of this category: `SIGNAL_TEXT` for
  /// `PLAIN_TEXT`.
  public String onTheWire(String category) {
    return this == NONE ? category : prefix + category.substring(PLAIN.length());
  }

  /// The category of a message once it is opened: the inverse of [#onTheWire].
  public String opened(String category) {
    return this == NONE ? category : PLAIN + category.substring(prefix.length());
  }

  private int strength() {
    return switch (this) {
      case NONE -> 0;
      case ENCRYPTED -> 1;
      case SIGNAL -> 2;
    };
  }
}
