package dev.hearth.chat.media.sticker;

import dev.hearth.chat.media.PictureForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An album as artists hand it in: pictures in the order of their names, such as `01.happy.png`, a
/// cover `thumb.png`, a `banner.png`, and `manifest.json` with a name, a locale and a description.
///
/// Other files, such as a licence, are skipped. Names are only ever compared and shown, never used
/// to find a file.
///
/// @param problems what had to be left out, and why: one line each, beginning with the file's name
record AlbumFiles(
    AlbumInfo info,
    Optional<AlbumImage> icon,
    Optional<AlbumImage> banner,
    List<AlbumImage> stickers,
    List<String> problems) {
  static final int MOST_STICKERS = 120;
  private static final int LONGEST_NAME = 64;
  private static final Pattern OURS =
      Pattern.compile("manifest\\.json|.*\\.(png|gif|jpe?g|webp)", Pattern.CASE_INSENSITIVE);
  private static final int LARGEST_MANIFEST = 16 << 10;
  private static final JsonMapper JSON = JsonMapper.shared();

  /// A picture of the album's.
  record AlbumImage(
      String name, PictureForm form, @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {}

  AlbumFiles {
    stickers = List.copyOf(stickers);
    problems = List.copyOf(problems);
  }

  /// @param files by name
  /// @param name what the album is called when its manifest doesn't say
  static AlbumFiles of(Map<String, byte[]> files, String name) {
    var problems = new ArrayList<String>();
    var stickers = new ArrayList<AlbumImage>();
    var info = new AlbumInfo(shortened(name), "und", "");
    Optional<AlbumImage> icon = Optional.empty();
    Optional<AlbumImage> banner = Optional.empty();
    for (var file : new TreeMap<>(files).entrySet()) {
      if (!isOurs(file.getKey())) {
        continue;
      }
      switch (stem(file.getKey())) {
        case "manifest" -> info = info(file.getValue(), info, problems);
        case "thumb" -> icon = picture(file, StickerRules.COVER, problems);
        case "banner" -> banner = picture(file, StickerRules.COVER, problems);
        default -> picture(file, StickerRules.STICKER, problems).ifPresent(stickers::add);
      }
    }
    if (stickers.size() > MOST_STICKERS) {
      problems.add("more than " + MOST_STICKERS + " stickers");
      stickers.subList(MOST_STICKERS, stickers.size()).clear();
    }
    return new AlbumFiles(info, icon, banner, stickers, problems);
  }

  /// Whether nothing had to be left out, and there is something in it.
  boolean isWhole() {
    return problems.isEmpty() && !stickers.isEmpty();
  }

  private static Optional<AlbumImage> picture(
      Map.Entry<String, byte[]> file, StickerRules rules, List<String> problems) {
    var form = rules.find(file.getValue());
    if (form.isEmpty()) {
      problems.add(file.getKey() + " is not " + rules.meaning());
    }
    return form.map(is -> new AlbumImage(shortened(label(file.getKey())), is, file.getValue()));
  }

  private static AlbumInfo info(byte[] manifest, AlbumInfo otherwise, List<String> problems) {
    try {
      if (manifest.length > LARGEST_MANIFEST) {
        throw new IllegalArgumentException("too large");
      }
      JsonNode json = JSON.readTree(manifest);
      return new AlbumInfo(
          text(json, "name", otherwise.name()),
          text(json, "locale", otherwise.locale()),
          text(json, "description", otherwise.description()));
    } catch (JacksonException | IllegalArgumentException _) {
      problems.add("manifest.json is not a valid manifest");
      return otherwise;
    }
  }

  private static String text(JsonNode json, String field, String otherwise) {
    JsonNode value = json.path(field);
    if (!value.isMissingNode() && !value.isString()) {
      throw new IllegalArgumentException(field + " is not text");
    }
    String text = value.asString("").strip();
    return text.isEmpty() ? otherwise : text;
  }

  static boolean isOurs(String file) {
    return OURS.matcher(file).matches();
  }

  private static String stem(String file) {
    int dot = file.indexOf('.');
    return (dot < 0 ? file : file.substring(0, dot)).toLowerCase(Locale.ROOT);
  }

  /// `happy` of `01.happy.png`.
  private static String label(String file) {
    var parts = Arrays.asList(file.split("\\.", -1));
    return parts.size() < 3
        ? parts.getFirst()
        : String.join(".", parts.subList(1, parts.size() - 1));
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_NAME
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_NAME));
  }
}
