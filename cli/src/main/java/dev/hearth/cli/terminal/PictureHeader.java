package dev.hearth.cli.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/// The header of a picture, which describes it before the first pixel.
record PictureHeader(String mimeType, int width, int height) {

  /// Of a JPEG, PNG or GIF; empty when the file is something else.
  static Optional<PictureHeader> find(Path file) throws IOException {
    try (var bytes = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(bytes);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(bytes, true, true);
        String mimeType = "image/" + reader.getFormatName().toLowerCase(Locale.ROOT);
        return switch (mimeType) {
          case "image/jpeg", "image/png", "image/gif" -> read(reader, mimeType);
          default -> Optional.empty();
        };
      } finally {
        reader.dispose();
      }
    }
  }

  private static Optional<PictureHeader> read(ImageReader reader, String mimeType) {
    try {
      return Optional.of(new PictureHeader(mimeType, reader.getWidth(0), reader.getHeight(0)))
          .filter(header -> header.width > 0 && header.height > 0);
    } catch (IOException | RuntimeException broken) {
      // It begins like a picture: then it travels as a file.
      return Optional.empty();
    }
  }
}
