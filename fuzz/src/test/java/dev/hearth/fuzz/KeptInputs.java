package dev.hearth.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// The inputs that are kept for a target: one zip each in `src/test/resources/kept`, whose entries
/// are named by their hash. A fault's input stays in it when the fault is mended.
///
/// `unpack DIR` writes the seeds and kept inputs of every target into a folder of its name below
/// `DIR`; `keep TARGET DIR` replaces the kept inputs of a target by the files in `DIR`.
final class KeptInputs {
  private static final Path RESOURCES = Path.of("src", "test", "resources", "kept");
  private static final FileTime ALWAYS = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private KeptInputs() {}

  static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "unpack" -> unpack(Path.of(arguments[1]));
      case "keep" -> keep(arguments[1], Path.of(arguments[2]));
      default -> throw new IllegalArgumentException("unpack DIR, or keep TARGET DIR");
    }
    // The seeds of some targets start a server, which would run on.
    System.exit(0);
  }

  /// The seeds of a target and its kept inputs.
  static List<byte[]> of(Targets.Target target) {
    var inputs = new ArrayList<>(target.seeds().get());
    try (InputStream kept =
        KeptInputs.class.getResourceAsStream("/kept/" + target.name() + ".zip")) {
      if (kept != null) {
        try (var zip = new ZipInputStream(kept)) {
          while (zip.getNextEntry() != null) {
            inputs.add(zip.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inputs;
  }

  private static void unpack(Path folder) throws IOException {
    for (Targets.Target target : Targets.ALL) {
      Path own = Files.createDirectories(folder.resolve(target.name()));
      for (byte[] input : of(target)) {
        Files.write(own.resolve(hash(input)), input);
      }
      System.out.println(target.name() + " " + target.type().getName());
    }
  }

  private static void keep(String target, Path folder) throws IOException {
    var inputs = new TreeMap<String, byte[]>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        byte[] input = Files.readAllBytes(file);
        inputs.put(hash(input), input);
      }
    }
    Files.createDirectories(RESOURCES);
    try (var zip = new ZipOutputStream(Files.newOutputStream(RESOURCES.resolve(target + ".zip")))) {
      for (var each : inputs.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()).setLastModifiedTime(ALWAYS));
        zip.write(each.getValue());
      }
    }
  }

  private static String hash(byte[] input) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input), 0, 8);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
