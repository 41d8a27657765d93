package dev.hearth.bench.abuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Sends `PING` with parameters that unpack to 1 MiB of `[1,1,…]`: in frames of 1 KB, as small as
/// they get, and in frames that are just long enough for their unpacked size. One such frame once
/// took 13 ms of an event loop, so that 80 a second stopped the loop.
final class InflatingPings implements Attack {
  private static final int INFLATED_BYTES = 1_000_000;

  // Incompressible, so that the frame is more than a hundredth of what it unpacks to.
  private static final int NOISE_BYTES = 14_000;

  private static final byte[] SMALLEST = frame(0);
  private static final byte[] ALLOWED = frame(NOISE_BYTES);

  private final List<Rogue> people = new ArrayList<>();

  @Override
  public String name() {
    return "inflating-pings";
  }

  @Override
  public int perSecond() {
    return 1_600;
  }

  @Override
  public int attackers() {
    return 16;
  }

  @Override
  public void prepare(Target target) {
    people.addAll(target.people(attackers()));
  }

  @Override
  public Attacker attacker(Target target, int index) {
    byte[] frame = index % 2 == 0 ? SMALLEST : ALLOWED;
    return new Sending(target, Target.from(index % 2), people.get(index), 1) {
      @Override
      byte[] frame() {
        return frame;
      }
    };
  }

  private static byte[] frame(int noise) {
    var random = new Random(1);
    var json = new StringBuilder("{\"id\":\"1\",\"action\":\"PING\",\"params\":{\"x\":[1");
    json.append(",1".repeat((INFLATED_BYTES - noise) / 2)).append("]},\"y\":\"");
    for (int i = 0; i < noise; i++) {
      json.append((char) ('0' + random.nextInt(64)));
    }
    json.append("\"}");
    return BlazeWire.frame(
        BlazeWire.FINAL | BlazeWire.BINARY, packed(json.toString().replace('\\', '/')));
  }

  private static byte[] packed(String json) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new Smallest(bytes)) {
      gzip.write(json.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException memoryHasRoom) {
      throw new IllegalStateException(memoryHasRoom);
    }
    return bytes.toByteArray();
  }

  private static final class Smallest extends GZIPOutputStream {
    Smallest(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
