package dev.hearth.edge.blaze;

import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.protocol.blaze.Gunzip;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Unpacks and reads the frames that would hold an event loop up: few at a time, so that half of
/// the machine is left for everything else, and in the order in which they came. Any thread may
/// call.
final class LargeFrames {
  private static final Logger LOG = LoggerFactory.getLogger(LargeFrames.class);

  private final Executor workers;
  private final BlockingQueue<Gunzip> idle;

  /// @param workers runs what may wait: a virtual thread each
  /// @param atOnce how many frames are unpacked at the same time
  LargeFrames(Executor workers, int atOnce) {
    this.workers = workers;
    this.idle = new ArrayBlockingQueue<>(atOnce, true);
    for (int i = 0; i < atOnce; i++) {
      idle.add(new Gunzip());
    }
  }

  /// Calls one of them, on another thread.
  ///
  /// @param then hears what it is
  /// @param failed is called when it can't be read, for a reason that is not the frame's
  void read(byte[] frame, BlazeSettings settings, Consumer<ReadFrame> then, Runnable failed) {
    workers.execute(() -> {
      ReadFrame read;
      try {
        read = read(frame, settings);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failed.run();
        return;
      } catch (RuntimeException | Error e) {
        LOG.error("A large frame could not be read; its connection ends", LoggedFault.of(e));
        failed.run();
        return;
      }
      then.accept(read);
    });
  }

  private ReadFrame read(byte[] frame, BlazeSettings settings) throws InterruptedException {
    Gunzip gunzip = idle.take();
    try {
      return ReadFrame.of(gunzip, frame, frame.length, settings);
    } finally {
      idle.add(gunzip);
    }
  }
}
