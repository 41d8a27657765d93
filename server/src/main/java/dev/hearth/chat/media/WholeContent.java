package dev.hearth.chat.media;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The bytes of a content as they are in the store. An end that comes too early is a failure: such
/// a content must not look like a whole one.
final class WholeContent extends FilterInputStream {
  private final StoredContent content;
  private long left;

  /// @param left how many bytes there must be
  WholeContent(InputStream bytes, StoredContent content, long left) {
    super(bytes);
    this.content = content;
    this.left = left;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? -1 : 1);
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    count(read);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    left -= skipped;
    return skipped;
  }

  private void count(int read) throws IOException {
    if (read >= 0) {
      left -= read;
    } else if (left > 0) {
      throw new IOException("the store has lost the last " + left + " bytes of " + content);
    }
  }
}
