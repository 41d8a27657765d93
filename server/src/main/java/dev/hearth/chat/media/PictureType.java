package dev.hearth.chat.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// The kinds of pictures that every client can show, and that can hold no script.
public enum PictureType {
  PNG,
  GIF,
  JPEG,
  WEBP;

  private static final byte[] PNG_BEGINNING = HexFormat.of().parseHex("89504e470d0a1a0a");

  /// How many bytes it takes to tell one.
  public static final int TELLING = 12;

  /// The type that the first bytes of a file show; empty when it is another type.
  public static Optional<PictureType> of(byte[] bytes) {
    if (begins(bytes, 0, PNG_BEGINNING)) {
      return Optional.of(PNG);
    }
    if (begins(bytes, 0, text("GIF87a")) || begins(bytes, 0, text("GIF89a"))) {
      return Optional.of(GIF);
    }
    if (begins(bytes, 0, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff})) {
      return Optional.of(JPEG);
    }
    if (begins(bytes, 0, text("RIFF")) && begins(bytes, 8, text("WEBP"))) {
      return Optional.of(WEBP);
    }
    return Optional.empty();
  }

  /// Such as `png`.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Such as `image/png`.
  public String mediaType() {
    return "image/" + wire();
  }

  static boolean begins(byte[] bytes, int at, byte[] beginning) {
    return bytes.length >= at + beginning.length
        && Arrays.equals(bytes, at, at + beginning.length, beginning, 0, beginning.length);
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
