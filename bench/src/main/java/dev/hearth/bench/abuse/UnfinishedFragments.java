package dev.hearth.bench.abuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Begins messages of 200 KB on ever more connections, and finishes none. They once held 103 MB.
final class UnfinishedFragments implements Attack {
  private static final int BEGUN_BYTES = 200_000;

  /// Of one attacker; all together have half of the connections that there may be.
  private static final int CONNECTIONS = 18;

  private static final byte[] BEGUN = begun();

  private final List<Rogue> people = new ArrayList<>();

  @Override
  public String name() {
    return "unfinished-fragments";
  }

  @Override
  public int perSecond() {
    return 200;
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
    return new Attacker() {
      private final Deque<BlazeWire> held = new ConcurrentLinkedDeque<>();

      @Override
      public void turn(Score score) throws IOException {
        score.tried(1);
        BlazeWire wire = BlazeWire.open(target, Target.from(index % 2), people.get(index).token());
        held.add(wire);
        wire.readAlong(score);
        score.wrote(wire.write(BEGUN));
        if (held.size() > CONNECTIONS) {
          held.remove().close();
        }
      }

      @Override
      public void close() {
        held.forEach(BlazeWire::close);
      }
    };
  }

  /// A frame that is not the last of its message, and one that lacks its last byte.
  private static byte[] begun() {
    byte[] first = BlazeWire.frame(BlazeWire.BINARY, new byte[BEGUN_BYTES / 2]);
    byte[] second = BlazeWire.frame(BlazeWire.CONTINUATION, new byte[BEGUN_BYTES / 2]);
    byte[] both = Arrays.copyOf(first, first.length + second.length - 1);
    System.arraycopy(second, 0, both, first.length, second.length - 1);
    return both;
  }
}
