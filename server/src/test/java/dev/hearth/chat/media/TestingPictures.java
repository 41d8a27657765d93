package dev.hearth.chat.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;

/// Pictures of noise: the same seed is the same picture.
public final class TestingPictures {
  private TestingPictures() {}

  /// @param format of those the JDK writes: `png`, `gif`, `jpeg`
  public static byte[] picture(String format, int width, int height, long seed) {
    var noise = new Random(seed);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        image.setRGB(x, y, noise.nextInt() & 0xffffff);
      }
    }
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("the JDK writes no " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// The smallest that is a sticker.
  public static byte[] sticker(long seed) {
    return picture("png", 128, 128, seed);
  }

  /// The header of a WebP of that size, and nothing to see behind it.
  ///
  /// @param chunk `VP8 `, `VP8L` or `VP8X`
  public static byte[] webp(String chunk, int width, int height) {
    byte[] bytes = new byte[2_000];
    put(bytes, 0, "RIFF");
    put(bytes, 8, "WEBP" + chunk);
    switch (chunk) {
      case "VP8 " -> {
        put(bytes, 23, "\u009d\u0001*");
        number(bytes, 26, 2, width);
        number(bytes, 28, 2, height);
      }
      case "VP8L" -> {
        bytes[20] = 0x2f;
        number(bytes, 21, 4, width - 1 | (height - 1) << 14);
      }
      default -> {
        number(bytes, 24, 3, width - 1);
        number(bytes, 27, 3, height - 1);
      }
    }
    return bytes;
  }

  private static void put(byte[] bytes, int at, String text) {
    byte[] part = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(part, 0, bytes, at, part.length);
  }

  private static void number(byte[] bytes, int at, int length, int value) {
    for (int i = 0; i < length; i++) {
      bytes[at + i] = (byte) (value >> (8 * i));
    }
  }
}
