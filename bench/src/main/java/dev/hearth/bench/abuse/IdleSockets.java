package dev.hearth.bench.abuse;

import java.io.IOException;

/// Opens connections from many addresses and says nothing. With as many as there may be open files,
/// the log once could not open its next one, and the process ended.
final class IdleSockets implements Attack {
  @Override
  public String name() {
    return "idle-sockets";
  }

  @Override
  public int perSecond() {
    return 1_000;
  }

  @Override
  public int attackers() {
    return 40;
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return new Holding(200) {
      @Override
      Wire open(Score score) throws IOException {
        return Wire.open(target, Target.from(index));
      }
    };
  }
}
