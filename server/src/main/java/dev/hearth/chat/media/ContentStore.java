package dev.hearth.chat.media;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Where contents are kept: each once, named by its digest. {@link FileStore} keeps them in files;
/// an object store would keep a draft as a multipart upload and a content as an object.
///
/// Any thread may call; calls block. An {@link IOException} says that the store is full or broken.
/// Nothing is held in memory but a few buffers, whatever the sizes.
public interface ContentStore {

  /// Bytes on their way in. A draft that is not kept leaves nothing behind.
  interface ContentDraft extends Closeable {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /// The content that was written, once it is durable. It is not in the store yet.
    StoredContent finish() throws IOException;

    /// Puts the finished content into the store; once this returns, it is there to stay. If the
    /// store has the content already, it keeps it.
    void keep() throws IOException;

    /// Drops the draft, unless it is kept.
    @Override
    void close();
  }

  /// @param expected how many bytes are to come, or are thought to
  /// @throws StoreFull when they don't fit
  ContentDraft draft(long expected) throws IOException;

  /// The bytes from `offset` on; empty when the store doesn't have them.
  ///
  /// @param offset at most the content's size
  Optional<InputStream> open(Digest content, long offset) throws IOException;

  /// Removes a content; once this returns, it is gone for good. If the store doesn't have it,
  /// nothing happens. A reader who has it open may read to its end.
  void delete(Digest content) throws IOException;
}
