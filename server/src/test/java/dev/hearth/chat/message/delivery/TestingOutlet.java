package dev.hearth.chat.message.delivery;

import dev.hearth.edge.blaze.BlazeEncoder;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.MessageView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// The client's end of a feed, where a test needs no socket: it reads the frames that are pushed,
/// and keeps a line for each. A probe, not a part of ours: delivery asks it for nothing but whether
/// it takes more. The pushes are those of production, by {@link #ENCODER}.
public final class TestingOutlet implements Outlet {
  /// Makes the same frames as the server, and does not compress them.
  public static final PushEncoder ENCODER = new BlazeEncoder(Integer.MAX_VALUE);

  private static final int MOST_BYTES = 1 << 20;

  private final Function<MessageView, String> line;
  private final Collection<String> pushed;
  private volatile int room = Integer.MAX_VALUE;
  private volatile boolean mayFail;
  private volatile boolean failed;

  /// @param line what is kept of a push
  /// @param pushed where it is kept; fit for several threads where several push
  public TestingOutlet(Function<MessageView, String> line, Collection<String> pushed) {
    this.line = line;
    this.pushed = pushed;
  }

  /// One that keeps the ids of messages in a list, for one thread at a time.
  static TestingOutlet ofIds() {
    return new TestingOutlet(MessageView::messageId, new ArrayList<>());
  }

  /// The lines of all pushes so far.
  List<String> pushed() {
    return pushed instanceof List<String> list ? list : List.copyOf(pushed);
  }

  /// From now on it is full once this many pushes have come.
  TestingOutlet withRoomFor(int most) {
    room = most;
    return this;
  }

  /// In this test, what is to be pushed may be unreadable.
  public TestingOutlet thatMayFail() {
    mayFail = true;
    return this;
  }

  boolean hasFailed() {
    return failed;
  }

  @Override
  public boolean writable() {
    return room == Integer.MAX_VALUE || pushed.size() < room;
  }

  @Override
  public void pushFrame(byte[] frame) {
    pushed.add(line.apply(read(frame)));
  }

  @Override
  public void failed() {
    failed = true;
    if (!mayFail) {
      throw new AssertionError("everything can be read here");
    }
  }

  private static MessageView read(byte[] frame) {
    // RFC 6455: the second byte is the length, or says that two or eight bytes of it follow.
    int head =
        2
            + switch (frame[1]) {
              case 126 -> 2;
              case 127 -> 8;
              default -> 0;
            };
    byte[] packed = Arrays.copyOfRange(frame, head, frame.length);
    try (var gunzip = new Gunzip()) {
      if (gunzip.unpack(packed, 0, packed.length, MOST_BYTES)
          instanceof Gunzip.GunzipOutcome.Unpacked(byte[] json)) {
        return BlazeReply.parse(json).orElseThrow().data().orElseThrow();
      }
    }
    throw new AssertionError("a push that is not gzip");
  }
}
