package dev.hearth.bench.abuse;

import java.io.IOException;

/// Announces bodies of 1 MiB without a token, and sends all of each but its last byte. 400 of them
/// once took all memory, and the server never came back.
final class WithheldBodies implements Attack {
  private static final int BODY_BYTES = 1 << 20;
  private static final byte[] BODY = new byte[BODY_BYTES];

  @Override
  public String name() {
    return "withheld-bodies";
  }

  @Override
  public int perSecond() {
    return 500;
  }

  @Override
  public int attackers() {
    return 20;
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return new Holding(200) {
      @Override
      Wire open(Score score) throws IOException {
        Wire wire = Wire.open(target, Target.from(index));
        try {
          score.wrote(wire.write(Wire.head("POST", "/conversations", "", BODY_BYTES)));
          score.wrote(wire.write(BODY, BODY_BYTES - 1));
          return wire;
        } catch (IOException e) {
          wire.close();
          throw e;
        }
      }
    };
  }
}
