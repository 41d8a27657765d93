package dev.hearth.chat.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/// A body that does not come until it is told to end.
final class Held extends InputStream {
  private final CountDownLatch reader = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  @Override
  public int read() throws IOException {
    reader.countDown();
    try {
      end.await();
      return -1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedUpload(Uploaded.Why.INTERRUPTED);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return read();
  }

  void awaitReader() throws InterruptedException {
    reader.await();
  }

  void end() {
    end.countDown();
  }
}
