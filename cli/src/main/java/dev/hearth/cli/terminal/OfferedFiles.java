package dev.hearth.cli.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.protocol.payload.Audio;
import dev.hearth.protocol.payload.File;
import dev.hearth.protocol.payload.Image;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Video;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The files that came in a chat, by their numbers; the latest 1,000. For any thread.
final class OfferedFiles {
  private static final int MOST = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();

  @GuardedBy("lock")
  private final Map<Integer, Offered> files = new LinkedHashMap<>();

  @GuardedBy("lock")
  private int last;

  /// @param name as it may be called on a disk
  record Offered(int number, String name, Attachment attachment) {}

  /// A number for what is in a message, if it is a file of some kind.
  Optional<Offered> add(Payload content) {
    return switch (content) {
      case Image image -> Optional.of(add(image.attachment(), "picture"));
      case Video video -> Optional.of(add(video.attachment(), "video"));
      case Audio audio -> Optional.of(add(audio.attachment(), "audio"));
      case File file -> Optional.of(add(file));
      default -> Optional.empty();
    };
  }

  /// The file of this number; waits for it to come, but not long.
  Optional<Offered> find(int number, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (number > last && left > 0) {
        left = added.awaitNanos(left);
      }
      return Optional.ofNullable(files.get(number));
    } finally {
      lock.unlock();
    }
  }

  private Offered add(File file) {
    return add(file.attachment(), Optional.of(harmless(file.name())), "file");
  }

  private Offered add(Attachment attachment, String kind) {
    return add(attachment, Optional.empty(), kind);
  }

  private Offered add(Attachment attachment, Optional<String> name, String kind) {
    lock.lock();
    try {
      last++;
      String called =
          name.filter(it -> !it.isEmpty()).orElse(kind + "-" + last + ending(attachment));
      var offered = new Offered(last, called, attachment);
      files.put(last, offered);
      files.remove(last - MOST);
      added.signalAll();
      return offered;
    } finally {
      lock.unlock();
    }
  }

  /// The last part of a path, and nothing hidden: what others call their files could lead anywhere.
  private static String harmless(String name) {
    String safe = MessageLine.harmless(name).strip();
    String last = safe.substring(Math.max(safe.lastIndexOf('/'), safe.lastIndexOf('\\')) + 1);
    String shown = last.replaceFirst("^[.\\s]+", "");
    return shown.length() <= 100 ? shown : shown.substring(shown.length() - 100);
  }

  private static String ending(Attachment attachment) {
    return switch (attachment.mimeType().toLowerCase(Locale.ROOT)) {
      case "image/jpeg" -> ".jpg";
      case "image/png" -> ".png";
      case "image/gif" -> ".gif";
      case "image/webp" -> ".webp";
      case "video/mp4" -> ".mp4";
      case "audio/ogg" -> ".ogg";
      default -> "";
    };
  }
}
