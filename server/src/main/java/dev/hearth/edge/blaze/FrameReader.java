package dev.hearth.edge.blaze;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes a client's bytes apart into frames (RFC 6455), and puts fragmented messages together.
///
/// Holds bytes only while a frame is incomplete, or while its owner takes no more: at most the
/// longest frame and what was read with it. Only its connection's event loop may call.
final class FrameReader {
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xa;
  private static final int LONGEST_CONTROL = 125;

  /// What is done with what was read.
  interface Owner {
    /// Whether a message may be handed over now; if not, {@link FrameReader#proceed} later.
    boolean takesMessages();

    /// A binary message; `bytes` is only lent for this call.
    void binary(byte[] bytes, int length);

    void text();

    void ping(byte[] payload);

    void pong();

    void close(byte[] payload);

    /// The client broke the rules; nothing more is read.
    ///
    /// @param code the WebSocket close code that says how
    void violation(int code);
  }

  private final Owner owner;
  private final Loop loop;
  private final int mostBytes;
  private @Nullable ByteBuf pending;
  private byte @Nullable [] gathered;
  private int gatheredLength;
  private byte gatheredOpcode;
  private boolean reading;
  private boolean blocked;
  private boolean stopped;

  /// @param mostBytes the longest message on the wire, fragments together
  FrameReader(Owner owner, Loop loop, int mostBytes) {
    this.owner = owner;
    this.loop = loop;
    this.mostBytes = mostBytes;
  }

  /// Takes over `bytes`, and reads as far as the owner lets it.
  void read(ByteBufAllocator allocator, ByteBuf bytes) {
    if (stopped) {
      bytes.release();
      return;
    }
    ByteBuf before = pending;
    if (before == null) {
      pending = bytes;
    } else {
      before.discardSomeReadBytes();
      pending = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, before, bytes);
    }
    proceed();
  }

  /// Reads on in what is held.
  void proceed() {
    // An owner that makes room while it is handed a message comes back here; the loop below goes
    // on.
    if (reading) {
      return;
    }
    reading = true;
    while (!stopped && pending != null && next(pending)) {}
    reading = false;
    if (pending != null && (stopped || !pending.isReadable())) {
      pending.release();
      pending = null;
    }
  }

  /// Whether a message is here that the owner didn't take.
  boolean isBlocked() {
    return blocked && !stopped;
  }

  /// Reads nothing any more and lets go of what it holds.
  void stop() {
    stopped = true;
    gathered = null;
    if (!reading && pending != null) {
      pending.release();
      pending = null;
    }
  }

  /// Reads one frame.
  ///
  /// @return whether it was there
  private boolean next(ByteBuf bytes) {
    int readable = bytes.readableBytes();
    if (readable < 2) {
      return false;
    }
    int at = bytes.readerIndex();
    int first = bytes.getByte(at);
    int second = bytes.getByte(at + 1);
    int opcode = first & 0x0f;
    boolean last = (first & 0x80) != 0;
    boolean reserved = (first & 0x70) != 0;
    boolean masked = (second & 0x80) != 0;
    int size = second & 0x7f;
    if (reserved || !masked || !fits(opcode, last, size)) {
      return violation(WireFrame.PROTOCOL_ERROR);
    }
    int header = size < 126 ? 6 : size == 126 ? 8 : 14;
    if (readable < header) {
      return false;
    }
    long length =
        size < 126 ? size : size == 126 ? bytes.getUnsignedShort(at + 2) : bytes.getLong(at + 2);
    // Known before the payload is here, so that nobody makes us hold it.
    if (length < 0 || length > mostBytes - (isControl(opcode) ? 0 : gatheredLength)) {
      return violation(WireFrame.TOO_LONG);
    }
    if (readable < header + length) {
      return false;
    }
    blocked = !isControl(opcode) && !owner.takesMessages();
    if (blocked) {
      return false;
    }
    int mask = bytes.getInt(at + header - 4);
    bytes.skipBytes(header);
    byte[] payload = loop.scratch((int) length);
    bytes.readBytes(payload, 0, (int) length);
    Masking.apply(payload, (int) length, mask);
    handOver(opcode, last, payload, (int) length);
    return true;
  }

  private boolean violation(int code) {
    stop();
    owner.violation(code);
    return false;
  }

  private boolean fits(int opcode, boolean last, int size) {
    return switch (opcode) {
      case CONTINUATION -> gathered != null;
      case TEXT, BINARY -> gathered == null;
      case CLOSE, PING, PONG -> last && size <= LONGEST_CONTROL;
      default -> false;
    };
  }

  private static boolean isControl(int opcode) {
    return opcode >= CLOSE;
  }

  private void handOver(int opcode, boolean last, byte[] payload, int length) {
    switch (opcode) {
      case PING -> owner.ping(Arrays.copyOf(payload, length));
      case PONG -> owner.pong();
      case CLOSE -> {
        stop();
        owner.close(Arrays.copyOf(payload, length));
      }
      default -> {
        if (last && gathered == null) {
          message(opcode, payload, length);
        } else {
          gather(opcode, last, payload, length);
        }
      }
    }
  }

  private void gather(int opcode, boolean last, byte[] payload, int length) {
    byte[] so = gathered;
    if (so == null) {
      so = new byte[Math.max(length, 512)];
      gatheredOpcode = (byte) opcode;
    } else if (so.length < gatheredLength + length) {
      so = Arrays.copyOf(so, Math.max(gatheredLength + length, so.length * 2));
    }
    System.arraycopy(payload, 0, so, gatheredLength, length);
    gathered = so;
    gatheredLength += length;
    if (last) {
      int whole = gatheredLength;
      gathered = null;
      gatheredLength = 0;
      message(gatheredOpcode, so, whole);
    }
  }

  private void message(int opcode, byte[] bytes, int length) {
    if (opcode == BINARY) {
      owner.binary(bytes, length);
    } else {
      owner.text();
    }
  }
}
