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

  /// Bytes on their way in. What is not kept leaves nothing behind.
  interface Draft extends Closeable {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /// What was written, once it is durable. It is not in the store yet.
    Content finish() throws IOException;

    /// Puts what is finished into the store; once this returns, it is there to stay. A content that
    /// was there already is there still.
    void keep() throws IOException;

    /// Drops the draft, unless it is kept.
    @Override
    void close();
  }

  /// @param expected how many bytes are to come, or are thought to
  /// @throws StoreFull when there is no room for so many
  Draft draft(long expected) throws IOException;

  /// The bytes from `offset` on; empty when the store doesn't have them.
  ///
  /// @param offset at most the content's size
  Optional<InputStream> open(Digest content, long offset) throws IOException;

  /// Removes a content; once this returns, it is gone for good. One that isn't there is fine too.
  /// Who reads it just now may read it to its end.
  void delete(Digest content) throws IOException;
}
