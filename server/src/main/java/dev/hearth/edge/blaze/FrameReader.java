package dev.hearth.edge.blaze;

import static dev.hearth.edge.blaze.FrameHeader.BINARY;
import static dev.hearth.edge.blaze.FrameHeader.CLOSE;
import static dev.hearth.edge.blaze.FrameHeader.CONTINUATION;
import static dev.hearth.edge.blaze.FrameHeader.PING;
import static dev.hearth.edge.blaze.FrameHeader.PONG;
import static dev.hearth.edge.blaze.FrameHeader.TEXT;

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
    while (!stopped && pending != null && readFrame(pending)) {}
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

  /// Reads one frame, if it is there and may be handed over.
  ///
  /// @return whether it was read
  private boolean readFrame(ByteBuf bytes) {
    if (skipping != null && skipping.isInFrame()) {
      return skipOn(bytes, skipping);
    }
    int readable = bytes.readableBytes();
    if (readable < FrameHeader.FIRST_BYTES) {
      return false;
    }
    var header = FrameHeader.peek(bytes);
    if (!isAllowed(header)) {
      return violation(WireFrame.PROTOCOL_ERROR);
    }
    if (readable < header.bytes()) {
      return false;
    }
    long length = header.payloadBytes(bytes);
    // Known before the payload is here, so that nobody makes us hold it.
    if (isFarTooLong(header, length)) {
      return violation(WireFrame.TOO_LONG);
    }
    boolean skips = skips(header, length);
    if (!skips && readable < header.bytes() + length) {
      return false;
    }
    blocked = header.isControl() ? waitsForOwner(header) : !owner.takesMessages();
    if (blocked) {
      return false;
    }
    int mask = header.mask(bytes);
    bytes.skipBytes(header.bytes());
    if (skips) {
      return skip(bytes, header, length, mask);
    }
    byte[] payload = loop.scratch((int) length);
    bytes.readBytes(payload, 0, (int) length);
    Masking.apply(payload, (int) length, mask);
    handOver(header, payload, (int) length);
    return true;
  }

  /// Whether the frame may stand here.
  private boolean isAllowed(FrameHeader header) {
    if (header.usesReservedBits() || !header.isMasked()) {
      return false;
    }
    boolean inMessage = gathered != null || skipping != null;
    return switch (header.opcode()) {
      case CONTINUATION -> inMessage;
      case TEXT, BINARY -> !inMessage;
      case CLOSE, PING, PONG -> header.isLast() && header.isShort();
      default -> false;
    };
  }

  /// Whether the message is too long even to be skipped.
  private boolean isFarTooLong(FrameHeader header, long length) {
    long most = mostBytes + MOST_SKIPPED - (header.isControl() ? 0 : before());
    return length < 0 || length > most;
  }

  /// Whether the frame belongs to a message that is not held.
  private boolean skips(FrameHeader header, long length) {
    boolean tooLong = length > mostBytes - gatheredLength;
    return !header.isControl() && (tooLong || full || skipping != null);
  }

  /// A good-bye waits for the message that came before it.
  private boolean waitsForOwner(FrameHeader control) {
    return control.opcode() == CLOSE && owner.isUnpacking();
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

  private boolean skip(ByteBuf bytes, FrameHeader header, long length, int mask) {
    Skipping skipped = skipping;
    if (skipped == null) {
      int opcode = header.opcode() == CONTINUATION ? gatheredOpcode : header.opcode();
      skipped =
          new Skipping(
              full ? Skipping.SkipReason.NO_ROOM : Skipping.SkipReason.TOO_LONG, opcode == BINARY);
      keepBeginningOfGathered(skipped);
      skipping = skipped;
    }
    skipped.beginFrame(length, mask, header.isLast());
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

  private void handOver(FrameHeader header, byte[] payload, int length) {
    switch (header.opcode()) {
      case PING -> owner.ping(Arrays.copyOf(payload, length));
      case PONG -> owner.pong();
      case CLOSE -> {
        stop();
        owner.close(Arrays.copyOf(payload, length));
      }
      default -> {
        if (header.isLast() && gathered == null) {
          message(header.opcode(), payload, length);
        } else {
          gather(header, payload, length);
        }
      }
    }
  }

  private void gather(FrameHeader header, byte[] payload, int length) {
    int through = gatheredLength + length;
    byte[] joined = gathered;
    if (joined == null) {
      joined = new byte[Math.max(length, 512)];
      gatheredOpcode = (byte) header.opcode();
    } else if (joined.length < through) {
      joined = Arrays.copyOf(joined, Math.max(through, joined.length * 2));
    }
    System.arraycopy(payload, 0, joined, gatheredLength, length);
    gathered = joined;
    gatheredLength = through;
    if (header.isLast()) {
      gathered = null;
      gatheredLength = 0;
      message(gatheredOpcode, joined, through);
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
