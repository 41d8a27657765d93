package dev.hearth.chat.directory.account;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// A picture of a user or a group, by what its first bytes say it is: nothing else is shown to
/// others.
///
/// @param bytes at most {@link #LARGEST}; not to be written to
public record Portrait(Kind kind, @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {
  /// In bytes.
  public static final int LARGEST = 512 * 1024;

  private static final int HEAD = 12;

  /// The formats that browsers and apps show.
  public enum Kind {
    PNG("png", "89504e470d0a1a0a"),
    JPEG("jpg", "ffd8ff"),
    GIF("gif", "47494638"),
    WEBP("webp", "52494646........57454250");

    private final String suffix;
    private final String begins;

    Kind(String suffix, String begins) {
      this.suffix = suffix;
      this.begins = begins;
    }

    public String contentType() {
      return "image/" + name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> of(byte[] bytes) {
      String head = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, HEAD));
      for (var kind : values()) {
        if (head.matches(kind.begins + ".*")) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  public Portrait {
    if (bytes.length > LARGEST) {
      throw new IllegalArgumentException("a picture has at most " + LARGEST + " bytes");
    }
  }

  /// The picture in these bytes; empty when they are not a picture, or too large.
  public static Optional<Portrait> of(byte[] bytes) {
    return bytes.length > LARGEST
        ? Optional.empty()
        : Kind.of(bytes).map(kind -> new Portrait(kind, bytes));
  }

  /// A name made from the bytes: other bytes have another name.
  public String name() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest) + "." + kind.suffix;
    } catch (NoSuchAlgorithmException everyJavaHas) {
      throw new IllegalStateException(everyJavaHas);
    }
  }
}
