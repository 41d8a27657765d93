package dev.hearth.edge.blaze;

import dev.hearth.edge.blaze.SendQueue.Waiting;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// What goes out on one connection: frames from any thread, in order, written together.
final class Outgoing {
  /// So many bytes may wait for the event loop before there is no room.
  private static final int MOST_WAITING_BYTES = 128 * 1024;

  // Replies and receipts come whether or not there is room. Who has so much before it is gone.
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
  void add(byte[] frame) {
    if (queue.add(frame) && !(gathering && loop.eventLoop().inEventLoop())) {
      loop.eventLoop().execute(write);
    }
  }

  /// Whether pushes may be added. Any thread.
  boolean hasRoom() {
    if (roomNow()) {
      return true;
    }
    roomWanted = true;
    // Room that was made between the two lines above was made without telling.
    return roomNow();
  }

  /// Whether somebody was told that there is no room, and now there is. Event loop only.
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

  /// Until {@link #write}, which whoever calls this has to call, what is added on the event loop is
  /// kept. Event loop only.
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
