package dev.hearth.sdk.http;

import dev.hearth.sdk.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bytes on their way up, counted. One thread at a time reads; any may ask how many.
final class UploadStream extends FilterInputStream {
  private final long size;
  private final Progress progress;
  private volatile long sent;

  UploadStream(InputStream bytes, long size, Progress progress) {
    super(bytes);
    this.size = size;
    this.progress = progress;
  }

  long sent() {
    return sent;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      count(1);
    }
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    if (count > 0) {
      count(count);
    }
    return count;
  }

  private void count(int bytes) {
    long now = sent + bytes;
    sent = now;
    progress.moved(now, size);
  }
}
