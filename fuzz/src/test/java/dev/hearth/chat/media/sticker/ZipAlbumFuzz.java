package dev.hearth.chat.media.sticker;

import dev.hearth.chat.media.Pictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// An album that somebody uploads: any bytes are files within the bounds, or refused.
public final class ZipAlbumFuzz {
  private ZipAlbumFuzz() {}

  public static List<byte[]> seeds() {
    return List.of(zip("a/one.png", "a/album.json"), zip("two.webp"), zip("__MACOSX/x", ".y", "z"));
  }

  public static void fuzzerTestOneInput(byte[] zip) {
    ZipAlbum.unpack(zip)
        .ifPresent(files ->
            files.forEach((name, bytes) -> {
              if (name.contains("/") || bytes.length > Pictures.MOST_BYTES) {
                throw new AssertionError("a file beyond its bounds");
              }
            }));
  }

  private static byte[] zip(String... names) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
