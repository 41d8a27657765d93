package dev.hearth.bench;

import dev.hearth.protocol.blaze.GzipFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Blaze connection, from the upgrade on: as little as a client can do and still be right. For
/// its event loop alone, except what says otherwise.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection, which tells
final class Connection extends ByteToMessageDecoder {
  // Any key would do; this is the one of RFC 6455, whose answer is known.
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  private static final int END_OF_HEAD = 0x0D0A0D0A;
  private static final int MOST_HEAD = 8 * 1024;

  private static final int OPCODE_BINARY = 0x2;
  private static final int OPCODE_PING = 0x9;
  private static final int OPCODE_PONG = 0xA;

  private final Station station;
  private final String token;
  private final Peer peer;
  private final Run run;
  private final Runnable opened;
  private final long listPending;
  private volatile @Nullable ChannelHandlerContext context;
  private boolean upgraded;
  private boolean unflushed;
  private volatile boolean ready;
  private volatile boolean closing;

  /// @param opened runs once `LIST_PENDING_MESSAGES` was answered
  Connection(Station station, String token, Peer peer, Run run, Runnable opened) {
    this.station = station;
    this.token = token;
    this.peer = peer;
    this.run = run;
    this.opened = opened;
    this.listPending = station.nextRequest();
  }

  Station station() {
    return station;
  }

  /// Any thread: whether `LIST_PENDING_MESSAGES` was answered.
  boolean isReady() {
    return ready;
  }

  /// Sends JSON as a frame, in this turn of the event loop.
  void send(byte[] json) {
    byte[] packed = GzipFrame.pack(json, Integer.MAX_VALUE);
    write(ClientFrame.BINARY, packed, packed.length);
  }

  void flush() {
    unflushed = false;
    context().flush();
  }

  /// Any thread: ends the connection by dropping it, as clients do.
  void close() {
    closing = true;
    var current = context;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    var server = (InetSocketAddress) ctx.channel().remoteAddress();
    String head =
        """
        GET / HTTP/1.1\r
        Host: %s:%d\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: %s\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Protocol: Mixin-Blaze-1\r
        Authorization: Bearer %s\r
        \r
        """
            .formatted(server.getHostString(), server.getPort(), KEY, token);
    ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), head));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (!closing) {
      run.fail(new Violation("the server ended a connection"));
    }
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!closing) {
      // The decoder wraps what its body throws.
      run.fail(cause.getCause() instanceof Violation violation ? violation : cause);
    }
    closing = true;
    ctx.close();
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (!upgraded && !readUpgrade(in)) {
      return;
    }
    while (!closing && readFrame(in)) {
      // One after the other.
    }
  }

  /// Whether the whole answer to the upgrade was there.
  private boolean readUpgrade(ByteBuf in) {
    int end = endOfHead(in);
    if (end < 0) {
      if (in.readableBytes() > MOST_HEAD) {
        throw new Violation("an endless answer to the upgrade");
      }
      return false;
    }
    String head = in.readString(end - in.readerIndex(), StandardCharsets.US_ASCII);
    if (!head.startsWith("HTTP/1.1 101 ") || !head.contains(ACCEPT)) {
      throw new Violation("upgrade refused: " + head.lines().findFirst().orElse(""));
    }
    upgraded = true;
    send(station.listPending(listPending));
    return true;
  }

  /// The index after the empty line; -1 when it isn't there yet.
  private static int endOfHead(ByteBuf in) {
    for (int i = in.readerIndex(); i <= in.writerIndex() - 4; i++) {
      if (in.getInt(i) == END_OF_HEAD) {
        return i + 4;
      }
    }
    return -1;
  }

  /// Whether a whole frame was there.
  private boolean readFrame(ByteBuf in) {
    int start = in.readerIndex();
    int there = in.readableBytes();
    if (there < 2) {
      return false;
    }
    int first = in.getUnsignedByte(start);
    int length = in.getUnsignedByte(start + 1);
    int header = 2;
    if (length == 126) {
      if (there < 4) {
        return false;
      }
      length = in.getUnsignedShort(start + 2);
      header = 4;
    } else if (length == 127) {
      if (there < 10) {
        return false;
      }
      length = Math.toIntExact(in.getLong(start + 2));
      header = 10;
    } else if (length > 127) {
      throw new Violation("a masked frame from the server");
    }
    if (there < header + length) {
      return false;
    }
    byte[] payload = station.scratch(length);
    in.skipBytes(header).readBytes(payload, 0, length);
    switch (first) {
      case 0x80 | OPCODE_BINARY -> received(payload, length);
      case 0x80 | OPCODE_PING -> write(ClientFrame.PONG, payload, length);
      case 0x80 | OPCODE_PONG -> {}
      default -> throw new Violation("an unexpected frame: 0x" + Integer.toHexString(first));
    }
    return true;
  }

  private void received(byte[] payload, int length) {
    Inbound frame = station.inbound();
    frame.read(payload, 0, length);
    if (frame.action() != Inbound.Action.LIST_PENDING_MESSAGES) {
      peer.received(this, frame);
      return;
    }
    if (ready || !frame.isReply() || Ids.number(frame.request()) != listPending) {
      throw new Violation("LIST_PENDING_MESSAGES was not answered exactly once: " + frame.text());
    }
    ready = true;
    peer.ready(this);
    opened.run();
  }

  private void write(int opcode, byte[] bytes, int length) {
    var ctx = context();
    ctx.write(
        ClientFrame.write(ctx.alloc(), opcode, bytes, length, station.nextMask()),
        ctx.voidPromise());
    if (!unflushed) {
      unflushed = true;
      station.flushSoon(this);
    }
  }

  private ChannelHandlerContext context() {
    var current = context;
    if (current == null) {
      throw new IllegalStateException("not connected yet");
    }
    return current;
  }
}
