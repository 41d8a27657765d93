package dev.hearth.chat.media;

import dev.hearth.chat.directory.door.Directory;
import dev.hearth.platform.limits.Share;
import dev.hearth.platform.limits.SharedSlots;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.Ages;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.AttachmentId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The attachments that people have uploaded for others to fetch, until their time is over.
///
/// Any thread may call; calls block, an upload for as long as its bytes take to come.
public final class Attachments {
  public static final Migrations MIGRATIONS =
      new Migrations("db/media", List.of("V3_1__attachments.sql"));

  /// At most this many attachments of one user may be without their bytes: an app asks for one just
  /// before it uploads.
  public static final int MOST_EMPTY = 1_000;

  /// At most this many attachments of one user may be kept, however small they are.
  public static final int MOST_FILLED = 100_000;

  private static final int SWEPT_A_STEP = 100;

  /// @param mostBytes of one attachment
  /// @param quota of all that one user has here, in bytes
  /// @param retention how long an attachment is kept
  /// @param uploads how many there may be at once
  public record AttachmentLimits(long mostBytes, long quota, Duration retention, int uploads) {
    public AttachmentLimits {
      if (mostBytes < 1 || quota < 1 || !retention.isPositive() || uploads < 1) {
        throw new IllegalArgumentException("limits are more than nothing");
      }
    }
  }

  /// The result of asking for a new attachment.
  public sealed interface Created {
    record New(Attachment attachment) implements Created {}

    /// The owner has as much here as one may have, or too many that are empty.
    record OverQuota() implements Created {}
  }

  private final Directory directory;
  private final ContentStore store;

  /// An app uploads a few at once; more than that must not take the room of others.
  private static final int UPLOADS_EACH = 8;

  private final InstantSource clock;
  private final AttachmentLimits limits;
  private final MediaMeters meters;
  private final SharedSlots slots;
  private final Shelving shelving;

  public Attachments(
      Directory directory,
      ContentStore store,
      InstantSource clock,
      Ages ages,
      AttachmentLimits limits,
      MediaMeters meters) {
    this.directory = directory;
    this.store = store;
    this.clock = clock;
    this.limits = limits;
    this.meters = meters;
    this.slots = meters.show(new SharedSlots("uploads", limits.uploads()));
    this.shelving = new Shelving(directory, store, clock, ages, limits, meters);
    shelving.recover();
  }

  /// A new attachment, empty; its owner may upload to it for [Attachment#UPLOAD_WITHIN].
  public Created create(UserId owner) {
    long now = now();
    var attachment =
        new Attachment(
            AttachmentId.random(),
            owner,
            now,
            now + WireTime.micros(Attachment.WAITS),
            Optional.empty());
    var over = shelving.over();
    return directory.change(tx -> {
      var holdings = AttachmentTable.holdings(tx.handle(), owner, over);
      if (holdings.empty() >= MOST_EMPTY || !shelving.hasRoom(holdings, 1)) {
        return new Created.OverQuota();
      }
      AttachmentTable.insert(tx.handle(), attachment);
      return new Created.New(attachment);
    });
  }

  /// The attachment, filled or not, as long as its time is not over.
  public Optional<Attachment> find(AttachmentId id) {
    var over = shelving.over();
    return directory.read(handle -> AttachmentTable.find(handle, id, over));
  }

  /// The bytes of a content that an attachment has, from `offset` on; to be closed.
  ///
  /// @throws IOException when they can't be read, though they should be there
  public InputStream open(StoredContent content, long offset) throws IOException {
    InputStream bytes =
        store
            .open(content.digest(), offset)
            .orElseThrow(() -> new IOException("the store has lost " + content));
    return new WholeContent(bytes, content, content.size() - offset);
  }

  /// Fills an attachment. Bytes that were uploaded before may come again.
  ///
  /// @param length the announced length, if any
  /// @param bytes ends by an [InterruptedUpload] when they do not come
  public Uploaded upload(AttachmentId id, OptionalLong length, InputStream bytes) {
    var uploaded = receive(id, length, bytes);
    meters.uploaded(uploaded);
    return uploaded;
  }

  private Uploaded receive(AttachmentId id, OptionalLong length, InputStream bytes) {
    var found = find(id);
    if (found.isEmpty()) {
      return Uploaded.refused(Uploaded.Why.UNKNOWN);
    }
    var attachment = found.get();
    var objection = shelving.objection(attachment, length);
    if (objection.isPresent()) {
      return Uploaded.refused(objection.get());
    }
    var slot = slots.take(List.of(new Share(attachment.owner(), UPLOADS_EACH)));
    if (slot.isEmpty()) {
      return Uploaded.refused(Uploaded.Why.BUSY);
    }
    try {
      meters.uploading(1);
      return write(attachment, length, bytes);
    } finally {
      meters.uploading(-1);
      slot.get().close();
    }
  }

  private Uploaded write(Attachment attachment, OptionalLong length, InputStream bytes) {
    try (var draft = store.draft(length.orElse(0))) {
      var incoming = new byte[64 << 10];
      long size = 0;
      for (int read = bytes.read(incoming); read >= 0; read = bytes.read(incoming)) {
        size += read;
        if (size > limits.mostBytes()) {
          return Uploaded.refused(Uploaded.Why.TOO_LARGE);
        }
        draft.write(incoming, 0, read);
        meters.received(read);
      }
      return shelving.shelve(attachment.id(), draft);
    } catch (InterruptedUpload broken) {
      return Uploaded.refused(broken.why());
    } catch (DiskFull _) {
      return Uploaded.refused(Uploaded.Why.NO_ROOM);
    } catch (IOException full) {
      meters.failed("An upload was refused", full);
      return Uploaded.refused(Uploaded.Why.NO_ROOM);
    }
  }

  /// Takes away some of what is over. Returns whether there may be more of it.
  public boolean sweep() {
    var over = shelving.over();
    var some = directory.read(handle -> AttachmentTable.over(handle, over, SWEPT_A_STEP));
    return shelving.remove(some) && some.size() == SWEPT_A_STEP;
  }

  private long now() {
    return WireTime.micros(clock.instant());
  }
}
