package dev.hearth.chat.directory.account;

/// The rule for names that others read: people's, groups', circles'.
///
/// A name shows something, stays on one line, and does not change the direction of the text around
/// it: such characters make one name look like another.
public final class VisibleName {
  /// Letters by their category that show nothing: fillers of Hangul, and Braille without a dot.
  private static final String BLANK_LETTERS = "\u115F\u1160\u3164\uFFA0\u2800";

  private VisibleName() {}

  /// @param most in characters (code points)
  public static boolean is(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        && text.codePoints().allMatch(VisibleName::mayStand)
        && text.codePoints().anyMatch(VisibleName::shows);
  }

  /// Joiners and marks of direction may: scripts and emoji need them. Control characters, ends of
  /// lines, and embeddings and overrides of the direction may not.
  private static boolean mayStand(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      case Character.SURROGATE -> false;
      default -> !(isIn(character, 0x202A, 0x202E) || isIn(character, 0x2066, 0x2069));
    };
  }

  private static boolean shows(int character) {
    return switch (Character.getType(character)) {
      case Character.SPACE_SEPARATOR,
          Character.FORMAT,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      // Emoji that are newer than this Java.
      case Character.UNASSIGNED -> isIn(character, 0x1F000, 0x1FFFF);
      default -> BLANK_LETTERS.indexOf(character) < 0;
    };
  }

  private static boolean isIn(int character, int first, int last) {
    return character >= first && character <= last;
  }
}
