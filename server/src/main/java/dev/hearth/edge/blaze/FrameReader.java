package dev.hearth.edge.blaze;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Splits a client's bytes into frames (RFC 6455), and joins fragmented messages.
///
/// Holds bytes only while a message is incomplete, or while its owner takes no more: at most the
/// longest message and the bytes that were read with it. A message that is too long, or that finds
/// no room, is read to its end without being held, except for its beginning, so that its owner can
/// say which request it refuses. Only its connection's event loop may call.
final class FrameReader {
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xa;
  private static final int LONGEST_CONTROL = 125;
  private static final int LONGEST_HEADER = 14;

  /// How much longer than it may be a message is read to its end; a longer one ends the connection.
  static final int MOST_SKIPPED = 8 << 20;

  /// A client reads in packets of this size or so, and the rest of one is not worth a buffer.
  private static final int SMALL = 1024;

  /// Gets the messages and frames that were read.
  interface Owner {
    /// Whether a message may be handed over now; if not, {@link FrameReader#proceed} later.
    boolean takesMessages();

    /// Whether a message is in its hands that came before what is read now, so that the client's
    /// good-bye has to wait for it.
    boolean isUnpacking();

    /// A binary message; `bytes` is only lent for this call.
    void binary(byte[] bytes, int length);

    /// A binary message that was not kept.
    ///
    /// @param beginning of the message
    void skipped(byte[] beginning, Skipping.SkipReason why);

    void text();

    void ping(byte[] payload);

    void pong();

    void close(byte[] payload);

    /// Whether `bytes` of incomplete or waiting messages may be held. Each call replaces the number
    /// of the call before.
    boolean reserve(int bytes);

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
  private @Nullable Skipping skipping;
  private int gatheredLength;
  private byte gatheredOpcode;
  private boolean reading;
  private boolean blocked;
  private boolean full;
  private boolean stopped;
  private boolean waitsForRest;
  private int waitsSince;

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
    shrink(allocator);
  }

  /// Reads on in what is held.
  void proceed() {
    // An owner that makes room while it is handed a message comes back here; the loop below
    // continues.
    if (reading) {
      return;
    }
    readFrames();
    if (!owner.reserve(held())) {
      makeRoom();
    }
    boolean before = waitsForRest;
    waitsForRest =
        !stopped && !blocked && (pending != null || gathered != null || skipping != null);
    if (waitsForRest && !before) {
      waitsSince = loop.now();
    }
  }

  private void readFrames() {
    reading = true;
    while (!stopped && pending != null && next(pending)) {}
    reading = false;
    if (pending != null && (stopped || !pending.isReadable())) {
      pending.release();
      pending = null;
    }
  }

  private int held() {
    return (pending == null ? 0 : pending.readableBytes()) + gatheredLength;
  }

  /// Says again how much is held.
  void recount() {
    var _ = owner.reserve(held());
  }

  /// Lets go of the message that is not complete, and reads it to its end without holding it.
  private void makeRoom() {
    if (blocked) {
      // The owner is slow: complete messages wait here, and can't be held.
      var _ = violation(WireFrame.TRY_AGAIN_LATER);
      return;
    }
    full = true;
    if (gathered != null) {
      skipping = new Skipping(Skipping.SkipReason.NO_ROOM, gatheredOpcode == BINARY);
      keepBeginningOfGathered(skipping);
    }
    readFrames();
    full = false;
    recount();
  }

  /// A few bytes that wait for the rest of their frame don't keep the large buffer they came in.
  private void shrink(ByteBufAllocator allocator) {
    ByteBuf held = pending;
    if (held != null && held.readableBytes() < SMALL && held.capacity() > 2 * SMALL) {
      pending = allocator.buffer(Math.max(64, held.readableBytes())).writeBytes(held);
      held.release();
    }
  }

  /// Whether a message is here that the owner didn't take.
  boolean isBlocked() {
    return blocked && !stopped;
  }

  /// Whether the client has owed the rest of a message since before this tick.
  boolean isOwedSinceBefore(int tick) {
    return waitsForRest && waitsSince - tick < 0;
  }

  /// Reads nothing any more and lets go of what it holds.
  void stop() {
    stopped = true;
    waitsForRest = false;
    gathered = null;
    gatheredLength = 0;
    skipping = null;
    if (!reading && pending != null) {
      pending.release();
      pending = null;
    }
    recount();
  }

  /// Reads one frame.
  ///
  /// @return whether it was there
  private boolean next(ByteBuf bytes) {
    if (skipping != null && skipping.isInFrame()) {
      return skipOn(bytes, skipping);
    }
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
    int header = size < 126 ? 6 : size == 126 ? 8 : LONGEST_HEADER;
    if (readable < header) {
      return false;
    }
    long length =
        size < 126 ? size : size == 126 ? bytes.getUnsignedShort(at + 2) : bytes.getLong(at + 2);
    boolean control = isControl(opcode);
    // Known before the payload is here, so that nobody makes us hold it.
    if (length < 0 || length > mostBytes + MOST_SKIPPED - (control ? 0 : before())) {
      return violation(WireFrame.TOO_LONG);
    }
    boolean tooLong = !control && length > mostBytes - gatheredLength;
    boolean skips = !control && (tooLong || full || skipping != null);
    if (readable < header + length && !skips) {
      return false;
    }
    blocked = control ? opcode == CLOSE && owner.isUnpacking() : !owner.takesMessages();
    if (blocked) {
      return false;
    }
    int mask = bytes.getInt(at + header - 4);
    bytes.skipBytes(header);
    if (skips) {
      return skip(bytes, opcode, last, length, mask);
    }
    byte[] payload = loop.scratch((int) length);
    bytes.readBytes(payload, 0, (int) length);
    Masking.apply(payload, (int) length, mask);
    handOver(opcode, last, payload, (int) length);
    return true;
  }

  /// How long the message is before the frame that is read now.
  private long before() {
    return gatheredLength + (skipping == null ? 0 : skipping.length());
  }

  private boolean violation(int code) {
    stop();
    owner.violation(code);
    return false;
  }

  private boolean fits(int opcode, boolean last, int size) {
    boolean within = gathered != null || skipping != null;
    return switch (opcode) {
      case CONTINUATION -> within;
      case TEXT, BINARY -> !within;
      case CLOSE, PING, PONG -> last && size <= LONGEST_CONTROL;
      default -> false;
    };
  }

  private static boolean isControl(int opcode) {
    return opcode >= CLOSE;
  }

  private boolean skip(ByteBuf bytes, int opcode, boolean last, long length, int mask) {
    Skipping skipped = skipping;
    if (skipped == null) {
      boolean binary = (opcode == CONTINUATION ? gatheredOpcode : opcode) == BINARY;
      skipped =
          new Skipping(full ? Skipping.SkipReason.NO_ROOM : Skipping.SkipReason.TOO_LONG, binary);
      keepBeginningOfGathered(skipped);
      skipping = skipped;
    }
    skipped.beginFrame(length, mask, last);
    return skipOn(bytes, skipped);
  }

  private void keepBeginningOfGathered(Skipping by) {
    if (gathered != null) {
      by.keep(gathered, gatheredLength);
      gathered = null;
      gatheredLength = 0;
    }
  }

  private boolean skipOn(ByteBuf bytes, Skipping skipped) {
    skipped.skip(bytes);
    if (skipped.isInFrame()) {
      return false;
    }
    if (skipped.isAtEnd()) {
      skipping = null;
      waitsForRest = false;
      if (skipped.isBinary()) {
        owner.skipped(skipped.beginning(), skipped.reason());
      } else {
        owner.text();
      }
    }
    return true;
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
    waitsForRest = false;
    if (opcode == BINARY) {
      owner.binary(bytes, length);
    } else if (Utf8.isValid(bytes, 0, length)) {
      owner.text();
    } else {
      var _ = violation(WireFrame.NOT_UTF8);
    }
  }
}
