package dev.hearth.chat.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/// The type and size in a picture's header. Nothing is decoded: a small file can't make us use a
/// lot of memory.
///
/// @param width in pixels, at least 1
/// @param height in pixels, at least 1
public record PictureForm(PictureType type, int width, int height) {
  private static final int JPEG_HEAD = 9; // marker, length, precision, height, width
  private static final byte[] VP8_FRAME = HexFormat.of().parseHex("9d012a");

  public PictureForm {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture has at least one pixel");
    }
  }

  /// The form of a whole picture; empty when the bytes are not a picture.
  public static Optional<PictureForm> of(byte[] bytes) {
    return PictureType.of(bytes)
        .flatMap(type ->
            switch (type) {
              case PNG -> png(bytes);
              case GIF -> gif(bytes);
              case JPEG -> jpeg(bytes);
              case WEBP -> webp(bytes);
            });
  }

  /// Whether both sides are within these bounds, in pixels.
  public boolean within(int least, int most) {
    return Math.min(width, height) >= least && Math.max(width, height) <= most;
  }

  private static Optional<PictureForm> png(byte[] bytes) {
    if (bytes.length < 24 || !PictureType.begins(bytes, 12, PictureType.text("IHDR"))) {
      return Optional.empty();
    }
    var header = ByteBuffer.wrap(bytes);
    return form(PictureType.PNG, header.getInt(16), header.getInt(20));
  }

  private static Optional<PictureForm> gif(byte[] bytes) {
    return bytes.length < 10
        ? Optional.empty()
        : form(PictureType.GIF, two(bytes, 6), two(bytes, 8));
  }

  /// Goes from segment to segment until the one that begins a frame.
  private static Optional<PictureForm> jpeg(byte[] bytes) {
    var segments = ByteBuffer.wrap(bytes);
    int at = 2;
    while (at + JPEG_HEAD <= bytes.length && bytes[at] == (byte) 0xff) {
      int marker = bytes[at + 1] & 0xff;
      if (marker == 0xff) {
        at++; // padding
      } else if (isFrame(marker)) {
        return form(
            PictureType.JPEG,
            segments.getShort(at + 7) & 0xffff,
            segments.getShort(at + 5) & 0xffff);
      } else {
        int length = segments.getShort(at + 2) & 0xffff;
        if (length < 2) {
          return Optional.empty();
        }
        at += 2 + length;
      }
    }
    return Optional.empty();
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /// Lossy, lossless, or with extensions such as animation.
  private static Optional<PictureForm> webp(byte[] bytes) {
    if (bytes.length < 30) {
      return Optional.empty();
    }
    if (PictureType.begins(bytes, 12, PictureType.text("VP8X"))) {
      return form(PictureType.WEBP, three(bytes, 24) + 1, three(bytes, 27) + 1);
    }
    if (PictureType.begins(bytes, 12, PictureType.text("VP8L")) && bytes[20] == 0x2f) {
      int sizes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(21);
      return form(PictureType.WEBP, (sizes & 0x3fff) + 1, ((sizes >> 14) & 0x3fff) + 1);
    }
    if (PictureType.begins(bytes, 12, PictureType.text("VP8 "))
        && PictureType.begins(bytes, 23, VP8_FRAME)) {
      return form(PictureType.WEBP, two(bytes, 26) & 0x3fff, two(bytes, 28) & 0x3fff);
    }
    return Optional.empty();
  }

  private static Optional<PictureForm> form(PictureType type, int width, int height) {
    return width < 1 || height < 1
        ? Optional.empty()
        : Optional.of(new PictureForm(type, width, height));
  }

  private static int two(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  private static int three(byte[] bytes, int at) {
    return two(bytes, at) | (bytes[at + 2] & 0xff) << 16;
  }
}
