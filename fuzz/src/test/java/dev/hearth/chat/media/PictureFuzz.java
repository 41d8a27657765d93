package dev.hearth.chat.media;

import java.util.HexFormat;
import java.util.List;

/// A picture's header: any bytes have a form, or none.
public final class PictureFuzz {
  private PictureFuzz() {}

  public static List<byte[]> seeds() {
    var hex = HexFormat.of();
    return List.of(
        hex.parseHex("89504e470d0a1a0a0000000d4948445200000080000000800806000000c33e61cb"),
        hex.parseHex("474946383961800080008000000000000000002c"),
        hex.parseHex("ffd8ffe000104a46494600010100000100010000ffc0001108008000800301"),
        hex.parseHex("524946462400000057454250565038580a00000000000000ff0000ff0000"),
        hex.parseHex("5249464624000000574542505650382018000000300100009d012a80008000"),
        hex.parseHex("52494646240000005745425056503820180000002f7fc01f00"));
  }

  public static void fuzzerTestOneInput(byte[] picture) {
    PictureForm.of(picture)
        .ifPresent(form -> {
          if (form.width() < 1 || form.height() < 1) {
            throw new AssertionError(form);
          }
        });
  }
}
