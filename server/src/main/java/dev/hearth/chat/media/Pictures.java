package dev.hearth.chat.media;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.platform.runtime.DiskFull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// Pictures that everybody may see who knows their name: stickers, the covers of albums, and the
/// portraits of people and groups. One is kept once, however often it is used. Stickers stay for
/// good, because messages name them; {@link Portraits} removes those that nobody shows any more.
///
/// Any thread may call; calls block.
public final class Pictures {
  /// The largest, in bytes.
  public static final int MOST_BYTES = 1 << 20;

  private final ContentStore store;

  /// Pictures are kept by many at once and removed by one, so that none is removed between being
  /// kept and being named. Held across input and output: removing is rare and short.
  private final ReentrantReadWriteLock keeping = new ReentrantReadWriteLock();

  /// How many hold all pictures where they are.
  @GuardedBy("keeping")
  private int holds;

  public Pictures(ContentStore store) {
    this.store = store;
  }

  /// A picture's bytes, and what they are.
  public record Picture(PictureType type, @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {}

  /// Returns the result of `use`, which keeps pictures and writes rows that name them. Nothing is
  /// removed meanwhile.
  public <T> T whileKeeping(Supplier<T> use) {
    keeping.readLock().lock();
    try {
      return use.get();
    } finally {
      keeping.readLock().unlock();
    }
  }

  /// Keeps a picture, {@link #whileKeeping}; once this returns, it is durable.
  ///
  /// @throws IllegalArgumentException when it is too large, or no picture
  /// @throws UncheckedIOException when the store is full or broken
  public Digest keep(byte[] bytes) {
    assert keeping.getReadHoldCount() > 0;
    if (bytes.length > MOST_BYTES || PictureType.of(bytes).isEmpty()) {
      throw new IllegalArgumentException("not a picture, or too large");
    }
    try (var draft = store.draft(bytes.length)) {
      draft.write(bytes, 0, bytes.length);
      var content = draft.finish();
      draft.keep();
      return content.digest();
    } catch (StoreFull _) {
      throw new DiskFull();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Something that removes pictures.
  interface PictureRemoval {
    void run() throws IOException;
  }

  /// Runs `removal` while nobody keeps a picture. Returns false, and doesn't run it, while somebody
  /// holds all of them.
  boolean whileNobodyKeeps(PictureRemoval removal) throws IOException {
    keeping.writeLock().lock();
    try {
      if (holds > 0) {
        return false;
      }
      removal.run();
      return true;
    } finally {
      keeping.writeLock().unlock();
    }
  }

  /// Removes a picture, {@link #whileNobodyKeeps}.
  void remove(Digest digest) throws IOException {
    assert keeping.isWriteLockedByCurrentThread();
    store.delete(digest);
  }

  /// Nothing is removed until the result is closed: a backup finds all pictures that the rows in it
  /// name.
  public PictureHold hold() {
    count(1);
    return () -> count(-1);
  }

  /// Ends what it stands for.
  public interface PictureHold extends AutoCloseable {
    @Override
    void close();
  }

  private void count(int more) {
    keeping.writeLock().lock();
    try {
      holds += more;
    } finally {
      keeping.writeLock().unlock();
    }
  }

  /// A picture of at most {@link #MOST_BYTES}, which it holds in memory.
  public Optional<Picture> find(Digest digest) {
    try {
      var open = store.open(digest, 0);
      if (open.isEmpty()) {
        return Optional.empty();
      }
      try (var stream = open.get()) {
        byte[] bytes = stream.readNBytes(MOST_BYTES);
        return PictureType.of(bytes).map(type -> new Picture(type, bytes));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
