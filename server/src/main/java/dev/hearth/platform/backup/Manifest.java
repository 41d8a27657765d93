package dev.hearth.platform.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The contents of a backup.
///
/// @param mark when the backup was begun: it has everything that was answered before
/// @param reach how far its stores had come
/// @param files by their path below the backup, with `/`
record Manifest(Instant mark, Reach reach, Map<String, ListedFile> files) {
  static final String FILE = "manifest.json";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int VERSION = 1;

  /// @param sha256 in hex
  record ListedFile(long bytes, String sha256) {
    static ListedFile of(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[64 << 10];
        long bytes = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
          digest.update(piece, 0, read);
          bytes += read;
        }
        return new ListedFile(bytes, HexFormat.of().formatHex(digest.digest()));
      } catch (NoSuchAlgorithmException everyJavaHasIt) {
        throw new IllegalStateException(everyJavaHasIt);
      }
    }
  }

  Manifest {
    files = Map.copyOf(files);
  }

  /// The manifest of a backup; empty when it is missing or can't be read.
  static Optional<Manifest> read(Path backup) {
    try {
      JsonNode json = JSON.readTree(Files.readString(backup.resolve(FILE)));
      if (json.path("version").asInt(0) != VERSION) {
        return Optional.empty();
      }
      var files = new TreeMap<String, ListedFile>();
      for (var each : json.path("files").properties()) {
        files.put(
            each.getKey(),
            new ListedFile(
                each.getValue().path("bytes").asLong(-1),
                each.getValue().path("sha256").asString("")));
      }
      return Optional.of(
          new Manifest(
              Instant.parse(json.path("mark").asString("")),
              new Reach(
                  json.path("position").asLong(0),
                  json.path("commits").asLong(0),
                  json.path("clock").asLong(0)),
              files));
    } catch (IOException | JacksonException | DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  void write(Path backup) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION).put("mark", mark.toString());
    json.put("position", reach.position())
        .put("commits", reach.commits())
        .put("clock", reach.clock());
    ObjectNode all = json.putObject("files");
    new TreeMap<>(files)
        .forEach((path, content) ->
            all.putObject(path).put("bytes", content.bytes()).put("sha256", content.sha256()));
    Path file = backup.resolve(FILE);
    Files.writeString(file, json.toPrettyString() + "\n");
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
