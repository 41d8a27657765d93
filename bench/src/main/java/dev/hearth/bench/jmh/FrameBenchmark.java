package dev.hearth.bench.jmh;

import dev.hearth.protocol.blaze.BlazeAction;
import dev.hearth.protocol.blaze.BlazeFrames;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.GzipFrame;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageSource;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Measures reading a request with a text of 300 bytes, and writing its push.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {
  private static final int MOST_INFLATED = 1 << 20;
  private static final int ALWAYS = Integer.MAX_VALUE;
  private static final int NEVER = 0;

  private final Gunzip gunzip = new Gunzip();
  private final MessageView view =
      new MessageView(
          Optional.of(ConversationId.random()),
          UserId.random(),
          Optional.of(new SessionId(UUID.randomUUID())),
          UUID.randomUUID().toString(),
          "PLAIN_TEXT",
          "what people say to each other, so "
              .repeat(9)
              .substring(0, 300)
              .getBytes(StandardCharsets.UTF_8),
          MessageStatus.SENT,
          MessageSource.CREATE_MESSAGE,
          Optional.empty(),
          Optional.empty(),
          false,
          0,
          1_790_000_000_000_000L,
          1_790_000_000_000_000L);
  private final String id = UUID.randomUUID().toString();
  private byte[] request = new byte[0];
  private byte[] stored = new byte[0];
  private byte[] deflated = new byte[0];
  private byte[] push = new byte[0];

  @Setup
  public void prepare() {
    var message =
        MessageRequest.of(
            view.conversation().orElseThrow(),
            MessageId.of(view.messageId()),
            view.category(),
            view.payload());
    request = BlazeRequest.create(id, message).toJson();
    stored = GzipFrame.pack(request, ALWAYS);
    deflated = GzipFrame.pack(request, NEVER);
    push = BlazeFrames.push(id, BlazeAction.CREATE_MESSAGE, view);
  }

  @Benchmark
  public Gunzip.GunzipOutcome unpackStored() {
    return gunzip.unpack(stored, 0, stored.length, MOST_INFLATED);
  }

  @Benchmark
  public Gunzip.GunzipOutcome unpackDeflated() {
    return gunzip.unpack(deflated, 0, deflated.length, MOST_INFLATED);
  }

  @Benchmark
  public BlazeRequest.ParsedRequest parseRequest() {
    return BlazeRequest.parse(request);
  }

  @Benchmark
  public byte[] writePush() {
    return BlazeFrames.push(id, BlazeAction.CREATE_MESSAGE, view);
  }

  @Benchmark
  public byte[] packStored() {
    return GzipFrame.pack(push, ALWAYS);
  }

  @Benchmark
  public byte[] packDeflated() {
    return GzipFrame.pack(push, NEVER);
  }
}
