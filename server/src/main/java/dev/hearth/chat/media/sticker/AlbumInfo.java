package dev.hearth.chat.media.sticker;

/// The name, language and description of an album.
///
/// @param name at most 64 characters; empty for somebody's own album
/// @param locale such as `en`; `und` is any
/// @param description at most 256 characters
public record AlbumInfo(String name, String locale, String description) {
  static final AlbumInfo NONE = new AlbumInfo("", "und", "");

  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_DESCRIPTION = 256;

  public AlbumInfo {
    if (!isName(name) || !isLocale(locale) || !isDescription(description)) {
      throw new IllegalArgumentException("no album is like that");
    }
  }

  static boolean isName(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_NAME;
  }

  static boolean isLocale(String text) {
    return text.matches("[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,3}");
  }

  static boolean isDescription(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_DESCRIPTION;
  }
}
