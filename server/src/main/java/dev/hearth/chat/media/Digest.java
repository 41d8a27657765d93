package dev.hearth.chat.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The SHA-256 of some bytes, in lower-case hex: the name by which a store keeps them.
public record Digest(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("a digest has 64 hex digits");
    }
  }

  /// The digest that this text is; empty when it is not a digest.
  public static Optional<Digest> find(String text) {
    return HEX.matcher(text).matches() ? Optional.of(new Digest(text)) : Optional.empty();
  }

  static Digest ofBytes(byte[] bytes) {
    return of(sha256().digest(bytes));
  }

  static Digest of(byte[] sha256) {
    return new Digest(HexFormat.of().formatHex(sha256));
  }

  static Digest of(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var sha256 = sha256();
      byte[] piece = new byte[64 << 10];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        sha256.update(piece, 0, read);
      }
      return of(sha256.digest());
    }
  }

  /// Computes a digest.
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
