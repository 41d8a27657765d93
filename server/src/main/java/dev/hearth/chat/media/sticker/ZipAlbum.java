package dev.hearth.chat.media.sticker;

import dev.hearth.chat.media.Pictures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Unpacks an album that somebody sends: bounded in what comes out, whatever its directory says.
/// Nothing is written anywhere by the names in it.
final class ZipAlbum {
  static final int MOST_PACKED = 8 << 20;
  private static final int MOST_UNPACKED = 16 << 20;
  private static final int MOST_ENTRIES = 256;
  private static final int LONGEST_NAME = 200;

  private ZipAlbum() {}

  /// The files in it, by the last part of their names; empty when it is not a zip file, unpacks to
  /// too much, or plays tricks with names.
  static Optional<Map<String, byte[]>> unpack(byte[] zip) {
    if (zip.length > MOST_PACKED) {
      return Optional.empty();
    }
    var files = new LinkedHashMap<String, byte[]>();
    long unpacked = 0;
    int entries = 0;
    try (var stream = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
        if (++entries > MOST_ENTRIES || !isHarmless(entry.getName())) {
          return Optional.empty();
        }
        byte[] bytes = stream.readNBytes(Pictures.MOST_BYTES + 1);
        unpacked += bytes.length;
        if (bytes.length > Pictures.MOST_BYTES || unpacked > MOST_UNPACKED) {
          return Optional.empty();
        }
        if (isWanted(entry) && files.put(lastPart(entry.getName()), bytes) != null) {
          return Optional.empty();
        }
      }
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(files);
  }

  private static boolean isHarmless(String name) {
    return name.length() <= LONGEST_NAME
        && !name.startsWith("/")
        && name.chars().noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c))
        && !("/" + name + "/").contains("/../");
  }

  // Leaves out the files that some systems pack beside the real ones.
  private static boolean isWanted(ZipEntry entry) {
    return !entry.isDirectory()
        && !entry.getName().startsWith("__MACOSX/")
        && !lastPart(entry.getName()).startsWith(".");
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
