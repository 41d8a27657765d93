package dev.hearth.platform.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The number of the form in which a data folder keeps things, in its file `format`. A version that
/// stores something which older ones would misread has a higher number, and an older version then
/// leaves the folder alone. A folder without the file has the number 1.
final class FolderFormat {
  static final String FILE = "format";
  private static final int KNOWN = 1;

  private FolderFormat() {}

  /// @throws StartRefused when a newer version of Hearth has used the folder
  static void requireKnown(Path folder) throws IOException {
    String found;
    try {
      found = Files.readString(folder.resolve(FILE), StandardCharsets.ISO_8859_1).strip();
    } catch (NoSuchFileException _) {
      return;
    }
    if (!found.matches("[1-9][0-9]{0,8}")) {
      throw new StartRefused(
          folder.resolve(FILE)
              + " is damaged: a number stands in it, "
              + KNOWN
              + " for this version of Hearth");
    }
    if (Integer.parseInt(found) > KNOWN) {
      throw new StartRefused(
          "the data folder "
              + folder
              + " was used by a newer version of Hearth (its format is "
              + found
              + ", this version knows "
              + KNOWN
              + "): use that version, or restore a backup of this one");
    }
  }

  static void write(Path folder) throws IOException {
    if (Files.notExists(folder.resolve(FILE))) {
      SecretFile.write(folder.resolve(FILE), KNOWN + "\n");
    }
  }
}
