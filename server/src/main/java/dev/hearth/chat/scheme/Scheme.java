package dev.hearth.chat.scheme;

import dev.hearth.protocol.SchemeId;
import dev.hearth.protocol.UserId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// A link with a short id.
///
/// @param id the same for the same link of the same user
/// @param target an address of any kind, such as `mixin://send?text=…`; 1 to 4,096 characters,
///   without white space
public record Scheme(SchemeId id, String target) {
  private static final int LONGEST_TARGET = 4_096;

  static Scheme of(UserId owner, String target) {
    var name = owner + " " + target;
    return new Scheme(
        new SchemeId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))), target);
  }

  /// Whether `text` is an address: nobody here opens it, so its kind doesn't matter, but for those
  /// that browsers would run.
  static boolean isTarget(String text) {
    return text.length() <= LONGEST_TARGET
        && text.matches("[A-Za-z][A-Za-z0-9+.-]*:[^\\s\\p{Cntrl}]+")
        && !text.matches("(?i)(javascript|data|vbscript|file|blob):.*");
  }
}
