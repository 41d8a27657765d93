package dev.hearth.edge.blaze;

import dev.hearth.edge.blaze.SendQueue.Waiting;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// Sends the frames of one connection, which come from any thread: in order, and written together.
final class Outgoing {
  /// When this many bytes wait for the event loop, the connection takes no more pushes.
  private static final int MOST_WAITING_BYTES = 128 * 1024;

  // Replies and receipts are added even without room. A client that leaves this much unread is
  // dropped.
  private static final int FAR_TOO_MANY_BYTES = 8 * 1024 * 1024;

  /// Frames are copied together up to this, and written as one.
  private static final int WRITE_BYTES = 64 * 1024;

  private final Channel channel;
  private final Loop loop;
  private final SendQueue queue = new SendQueue();
  private final Runnable write;
  private boolean gathering;
  private volatile boolean roomWanted;

  /// @param write calls {@link #write}, and is called on the event loop
  Outgoing(Channel channel, Loop loop, Runnable write) {
    this.channel = channel;
    this.loop = loop;
    this.write = write;
  }

  /// Any thread.
  void enqueue(byte[] frame) {
    if (queue.enqueue(frame) && !(gathering && loop.eventLoop().inEventLoop())) {
      loop.eventLoop().execute(write);
    }
  }

  /// Whether pushes may be added. Any thread.
  boolean hasRoom() {
    if (roomNow()) {
      return true;
    }
    roomWanted = true;
    // Another thread may have made room between the two lines above, and not told us.
    return roomNow();
  }

  /// Whether {@link #hasRoom} has returned false, and there is room now. Event loop only.
  boolean takeNewsOfRoom() {
    boolean news = roomWanted && roomNow();
    if (news) {
      roomWanted = false;
    }
    return news;
  }

  private boolean roomNow() {
    return channel.isWritable() && queue.bytes() < MOST_WAITING_BYTES;
  }

  /// Keeps the frames that the event loop adds until {@link #write}, which the caller has to call.
  /// Event loop only.
  void gather() {
    gathering = true;
  }

  /// Writes all that waits. Event loop only.
  ///
  /// @return false when it is hopeless: the client has long stopped reading
  boolean write() {
    gathering = false;
    Waiting first = queue.takeAll();
    if (first == null) {
      return true;
    }
    int frames = 0;
    long bytes = 0;
    for (Waiting next = first; next != null; next = next.next()) {
      frames++;
      bytes += next.frame.length;
    }
    loop.meters().sent(frames, bytes);
    write(first, bytes);
    channel.flush();
    return unsent() < FAR_TOO_MANY_BYTES;
  }

  private long unsent() {
    return channel.isActive() && !channel.isWritable() ? channel.bytesBeforeWritable() : 0;
  }

  private void write(@Nullable Waiting first, long bytes) {
    long left = bytes;
    ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    for (Waiting next = first; next != null; next = next.next()) {
      byte[] frame = next.frame;
      if (buffer.writableBytes() < frame.length) {
        write(buffer);
        int size = (int) Math.max(frame.length, Math.min(left, WRITE_BYTES));
        buffer = channel.alloc().ioBuffer(size, size);
      }
      buffer.writeBytes(frame);
      left -= frame.length;
    }
    write(buffer);
  }

  private void write(ByteBuf buffer) {
    if (buffer.isReadable()) {
      var _ = channel.write(buffer, channel.voidPromise());
    }
  }
}
