package dev.hearth.chat.directory.scheme;

import dev.hearth.protocol.id.SchemeId;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// A link with a short id.
///
/// @param id the same for the same link of the same user
/// @param target an address of one of {@link #KINDS}, such as `mixin://send?text=…`; 1 to 4,096
///   characters, without white space
public record Scheme(SchemeId id, String target) {
  static final int LONGEST_TARGET = 4_096;

  /// The schemes that a link may begin with: such a link opens a page, a chat, or a wallet that
  /// asks. Any other kind may run something in a browser, or in another app (`javascript:`,
  /// `intent:`).
  static final Set<String> KINDS =
      Set.of(
          "mixin",
          "https",
          "http",
          "mailto",
          "tel",
          "bitcoin",
          "lightning",
          "ethereum",
          "litecoin",
          "dogecoin",
          "dash",
          "monero",
          "solana");

  private static final Pattern REST = Pattern.compile("[^\\s\\p{Cntrl}]+");

  static Scheme of(UserId owner, String target) {
    var name = owner + " " + target;
    return new Scheme(
        new SchemeId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))), target);
  }

  /// Whether `text` is an address of a kind that may have a short id.
  static boolean isTarget(String text) {
    int colon = text.indexOf(':');
    return text.length() <= LONGEST_TARGET
        && colon > 0
        && KINDS.contains(text.substring(0, colon).toLowerCase(Locale.ROOT))
        && REST.matcher(text.substring(colon + 1)).matches();
  }
}
