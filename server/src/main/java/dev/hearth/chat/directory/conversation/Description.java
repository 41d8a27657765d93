package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.KeptPortrait;
import dev.hearth.chat.directory.account.VisibleName;
import java.util.Optional;

/// A change of a group's name, announcement and picture; empty parts stay as they are.
public record Description(
    Optional<String> name, Optional<String> announcement, Optional<KeptPortrait> picture) {
  /// In characters.
  public static final int LONGEST_NAME = 512;

  /// In characters.
  public static final int LONGEST_ANNOUNCEMENT = 1024;

  /// The refusal of a field that can't be as it is: too long, or a name that shows nothing. A group
  /// may have an empty name.
  Optional<Refusal> objection() {
    if (name.filter(text -> !text.isEmpty() && !VisibleName.is(text, LONGEST_NAME)).isPresent()) {
      return Optional.of(
          Refusal.invalid(
              "name", "It has at most %s characters, and shows something.", LONGEST_NAME));
    }
    return announcement.filter(text -> isLonger(text, LONGEST_ANNOUNCEMENT)).isPresent()
        ? Optional.of(
            Refusal.invalid("announcement", "It has at most %s characters.", LONGEST_ANNOUNCEMENT))
        : Optional.empty();
  }

  /// Whether the group says all of this already.
  boolean describes(Conversation group) {
    return name.orElse(group.name()).equals(group.name())
        && announcement.orElse(group.announcement()).equals(group.announcement())
        && picture.map(kept -> kept.name().text()).orElse(group.picture()).equals(group.picture());
  }

  private static boolean isLonger(String text, int most) {
    return text.codePointCount(0, text.length()) > most;
  }
}
