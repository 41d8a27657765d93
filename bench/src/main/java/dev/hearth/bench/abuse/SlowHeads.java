package dev.hearth.bench.abuse;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Keeps thousands of connections busy with a head of a request each, a byte now and then. A try is
/// a byte.
final class SlowHeads implements Attack {
  private static final int HEADS = 100;
  private static final String HEAD = "GET /me HTTP/1.1\r\nX-Padding: ";

  @Override
  public String name() {
    return "slow-heads";
  }

  @Override
  public int perSecond() {
    return 6_000;
  }

  @Override
  public int attackers() {
    return 40;
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return new Attacker() {
      private final AtomicReferenceArray<Wire> wires = new AtomicReferenceArray<>(HEADS);
      private int next;

      @Override
      public void turn(Score score) throws IOException {
        int at = next++ % HEADS;
        Wire wire = wires.get(at);
        score.tried(1);
        if (wire == null) {
          wire = Wire.open(target, Target.from(index));
          wires.set(at, wire);
        }
        int letter = next / HEADS;
        try {
          score.wrote(
              wire.write(letter < HEAD.length() ? HEAD.substring(letter, letter + 1) : "x"));
        } catch (IOException e) {
          wires.set(at, null);
          wire.close();
          throw e;
        }
      }

      @Override
      public void close() {
        for (int i = 0; i < HEADS; i++) {
          Wire wire = wires.get(i);
          if (wire != null) {
            wire.close();
          }
        }
      }
    };
  }
}
