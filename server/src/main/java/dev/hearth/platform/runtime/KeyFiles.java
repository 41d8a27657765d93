package dev.hearth.platform.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// The files of a data folder that hold a key each, and `keys.sum`, which knows their SHA-256: a
/// key that is gone or damaged is noticed, and not replaced by another one without a word.
///
/// A line of `keys.sum` is a name and the sum, twice: if one place of it is damaged, a key that is
/// whole matches. For one thread, at the start.
final class KeyFiles {
  static final String SUMS = "keys.sum";

  private final Path folder;
  private final OnLoss onLoss;

  KeyFiles(Path folder, OnLoss onLoss) {
    this.folder = folder;
    this.onLoss = onLoss;
  }

  /// The content of a key's file. The first call creates the file.
  ///
  /// @param fresh makes the content of a new file
  /// @throws StartRefused when the file is gone or damaged, and that is not accepted
  String content(String name, Supplier<String> fresh) {
    Path file = folder.resolve(name);
    try {
      List<String> sums = sums(name);
      if (Files.exists(file)) {
        byte[] there = Files.readAllBytes(file);
        if (sums.isEmpty()) {
          keep(name, there); // a folder of an earlier version
        }
        if (sums.isEmpty() || sums.contains(sum(there))) {
          return new String(there, StandardCharsets.UTF_8);
        }
        onLoss.found(file + " is damaged: it holds another key than it did");
        Files.move(file, folder.resolve(name + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
      } else if (!sums.isEmpty()) {
        onLoss.found(file + " is missing: a new key would take its place");
      }
      String made = fresh.get();
      SecretFile.write(file, made);
      keep(name, made.getBytes(StandardCharsets.UTF_8));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> sums(String name) throws IOException {
    return lines().stream()
        .filter(line -> line.startsWith(name + " "))
        .flatMap(line -> List.of(line.split(" ", -1)).stream().skip(1))
        .toList();
  }

  private void keep(String name, byte[] content) throws IOException {
    var lines = new ArrayList<>(lines());
    lines.removeIf(line -> line.startsWith(name + " "));
    lines.add(name + " " + sum(content) + " " + sum(content));
    SecretFile.write(folder.resolve(SUMS), String.join("\n", lines) + "\n");
  }

  private List<String> lines() throws IOException {
    try {
      // Not as UTF-8: damage must not be an exception here.
      return Files.readString(folder.resolve(SUMS), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  private static String sum(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
