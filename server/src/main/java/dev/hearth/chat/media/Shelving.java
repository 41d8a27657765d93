package dev.hearth.chat.media;

import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.media.AttachmentTable.AttachmentHoldings;
import dev.hearth.chat.media.Uploaded.Why;
import dev.hearth.platform.time.Ages;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.AttachmentId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Keeps rows and contents in step: a content is in the store as long as a row names it, and not
/// longer. Any thread.
///
/// A row names a content before it is put in its place, and until it is gone: for all that is in
/// the store, there is a row. Nobody takes a content away while somebody puts the same in, for both
/// hold its lock; those are many, so that different contents hardly ever wait for each other.
final class Shelving {
  private static final int LOCKS = 64;

  private final Directory directory;
  private final ContentStore store;
  private final InstantSource clock;
  private final Ages ages;
  private final Attachments.AttachmentLimits limits;
  private final MediaMeters meters;
  private final List<ReentrantLock> locks;

  Shelving(
      Directory directory,
      ContentStore store,
      InstantSource clock,
      Ages ages,
      Attachments.AttachmentLimits limits,
      MediaMeters meters) {
    this.directory = directory;
    this.store = store;
    this.clock = clock;
    this.ages = ages;
    this.limits = limits;
    this.meters = meters;
    this.locks = Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
  }

  /// Why an upload needn't begin.
  Optional<Why> objection(Attachment attachment, OptionalLong length) {
    long size = length.orElse(0);
    if (size > limits.mostBytes()) {
      return Optional.of(Why.TOO_LARGE);
    }
    if (attachment.content().isPresent()) {
      boolean other = length.isPresent() && size != attachment.content().get().size();
      return other ? Optional.of(Why.FILLED) : Optional.empty();
    }
    var over = over();
    var holdings =
        directory.read(handle -> AttachmentTable.holdings(handle, attachment.owner(), over));
    return hasRoom(holdings, size) ? Optional.empty() : Optional.of(Why.OVER_QUOTA);
  }

  boolean hasRoom(AttachmentHoldings holdings, long more) {
    return holdings.filled() < Attachments.MOST_FILLED && holdings.bytes() + more <= limits.quota();
  }

  /// Puts a draft into the store, for an attachment.
  Uploaded shelve(AttachmentId id, ContentStore.ContentDraft draft) throws IOException {
    var content = draft.finish();
    var lock = lock(content.digest());
    try {
      var over = over();
      var decided = directory.change(tx -> decide(tx.handle(), id, content, over));
      if (decided.isPresent()) {
        return decided.get();
      }
      keep(id, content, draft);
      return new Uploaded.Shelved(content);
    } finally {
      lock.unlock();
    }
  }

  /// The answer, if the content is not to be put in; empty once the row names the content.
  private Optional<Uploaded> decide(
      Handle handle, AttachmentId id, StoredContent content, AttachmentTable.Over over) {
    // Things may have changed while the bytes came.
    var attachment = AttachmentTable.find(handle, id, over);
    if (attachment.isEmpty()) {
      return Optional.of(Uploaded.refused(Why.UNKNOWN));
    }
    var there = attachment.get().content();
    if (there.isPresent()) {
      return Optional.of(
          there.get().equals(content)
              ? new Uploaded.Shelved(content)
              : Uploaded.refused(Why.FILLED));
    }
    var holdings = AttachmentTable.holdings(handle, attachment.get().owner(), over);
    if (!hasRoom(holdings, content.size())) {
      return Optional.of(Uploaded.refused(Why.OVER_QUOTA));
    }
    // Another upload of other bytes may be just as far.
    return AttachmentTable.place(handle, id, content)
        ? Optional.empty()
        : Optional.of(Uploaded.refused(Why.FILLED));
  }

  private void keep(AttachmentId id, StoredContent content, ContentStore.ContentDraft draft)
      throws IOException {
    long expiresAt = now() + limits.retention().toMillis() * 1_000;
    try {
      draft.keep();
      tidy(handle -> AttachmentTable.store(handle, id, expiresAt));
    } catch (IOException | RuntimeException failure) {
      takeBack(id, content);
      throw failure;
    }
  }

  /// Finishes what an earlier server left half done: nobody was told that it was stored.
  void recover() {
    for (var attachment : directory.read(AttachmentTable::placing)) {
      try {
        takeBack(attachment.id(), attachment.content().orElseThrow());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private void takeBack(AttachmentId id, StoredContent content) throws IOException {
    deleteUnlessElsewhere(id, content.digest());
    tidy(handle -> AttachmentTable.clear(handle, id));
  }

  /// Takes attachments away. Returns whether all are gone.
  boolean remove(List<Attachment> attachments) {
    for (var attachment : attachments) {
      try {
        remove(attachment);
        meters.removed();
      } catch (IOException failure) {
        meters.failed("An attachment could not be removed", failure);
        return false;
      }
    }
    return true;
  }

  private void remove(Attachment attachment) throws IOException {
    if (attachment.content().isEmpty()) {
      var over = over();
      tidy(handle -> AttachmentTable.deleteEmpty(handle, attachment.id(), over));
      return;
    }
    var digest = attachment.content().get().digest();
    var lock = lock(digest);
    try {
      if (find(attachment.id()).isPresent()) {
        return; // it was just being filled, and has a longer life now
      }
      // The row last: if it were gone first, a crash would leave bytes that nobody knows of.
      deleteUnlessElsewhere(attachment.id(), digest);
      tidy(handle -> AttachmentTable.delete(handle, attachment.id()));
    } finally {
      lock.unlock();
    }
  }

  private void tidy(Consumer<Handle> change) {
    directory.runTidy(tx -> change.accept(tx.handle()));
  }

  private Optional<Attachment> find(AttachmentId id) {
    var over = over();
    return directory.read(handle -> AttachmentTable.find(handle, id, over));
  }

  private void deleteUnlessElsewhere(AttachmentId id, Digest digest) throws IOException {
    if (!directory.read(handle -> AttachmentTable.isElsewhere(handle, digest, id))) {
      store.delete(digest);
    }
  }

  private ReentrantLock lock(Digest digest) {
    var lock = locks.get(Math.floorMod(digest.hashCode(), LOCKS));
    lock.lock();
    return lock;
  }

  /// The times up to which attachments are over. They count the time that really passed since the
  /// stamp: a clock that leaps ahead must not delete anything. May wait for the database.
  AttachmentTable.Over over() {
    return new AttachmentTable.Over(
        ages.ago(Attachment.WAITS) + WireTime.micros(Attachment.WAITS),
        ages.ago(limits.retention()) + WireTime.micros(limits.retention()));
  }

  private long now() {
    return WireTime.micros(clock.instant());
  }
}
