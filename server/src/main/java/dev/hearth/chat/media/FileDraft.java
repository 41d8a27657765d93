package dev.hearth.chat.media;

import dev.hearth.platform.runtime.LoggedFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that is being written. One thread.
final class FileDraft implements ContentStore.ContentDraft {
  private static final Logger LOG = LoggerFactory.getLogger(FileDraft.class);

  /// At most this many bytes wait to be written to the disk. More would make others wait: a sync of
  /// the log on the same disk writes them out as well.
  private static final long UNSYNCED = 8 << 20;

  private final FileStore store;
  private final Path path;
  private final FileChannel file;
  private final MessageDigest sha256;
  private long size;
  private long synced;
  private @Nullable StoredContent finished;

  FileDraft(FileStore store, Path path) throws IOException {
    this.store = store;
    this.path = path;
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.sha256 = Digest.sha256();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    var buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      var _ = file.write(buffer);
    }
    sha256.update(bytes, offset, length);
    size += length;
    if (size - synced >= UNSYNCED) {
      file.force(false);
      synced = size;
      store.requireRoom(0);
    }
  }

  @Override
  public StoredContent finish() throws IOException {
    file.force(true);
    file.close();
    finished = new StoredContent(Digest.of(sha256.digest()), size);
    return finished;
  }

  @Override
  public void keep() throws IOException {
    if (finished == null) {
      throw new IllegalStateException("only what is finished can be kept");
    }
    store.place(path, finished.digest());
  }

  @Override
  public void close() {
    try {
      file.close();
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      LOG.warn(
          "A draft of an attachment stays until the next start: {}", LoggedFault.sentence(failure));
    }
  }
}
