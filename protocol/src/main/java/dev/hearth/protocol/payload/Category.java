package dev.hearth.protocol.payload;

/// The names of what a message may carry, such as `PLAIN_TEXT`. The set is open: an unknown name is
/// passed on, and clients show it as not supported.
public final class Category {
  /// How long a name may be, in characters.
  public static final int MOST_CHARACTERS = 64;

  private Category() {}

  /// Whether `name` is made of 1 to 64 of `A-Z`, `0-9` and `_`.
  public static boolean isWellFormed(String name) {
    if (name.isEmpty() || name.length() > MOST_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) {
        return false;
      }
    }
    return true;
  }

  /// The family named by what stands before the first `_`.
  public static CategoryFamily family(String name) {
    int end = name.indexOf('_');
    return switch (end < 0 ? "" : name.substring(0, end)) {
      case "PLAIN" -> CategoryFamily.PLAIN;
      case "SIGNAL" -> CategoryFamily.SIGNAL;
      case "ENCRYPTED" -> CategoryFamily.ENCRYPTED;
      case "APP" -> CategoryFamily.APP;
      case "MESSAGE" -> CategoryFamily.MESSAGE;
      case "SYSTEM" -> CategoryFamily.SYSTEM;
      case "WEBRTC" -> CategoryFamily.WEBRTC;
      case "KRAKEN" -> CategoryFamily.KRAKEN;
      default -> CategoryFamily.OTHER;
    };
  }
}
