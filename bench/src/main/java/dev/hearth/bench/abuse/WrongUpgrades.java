package dev.hearth.bench.abuse;

import java.io.IOException;

/// Connects to Blaze with tokens whose signature is wrong, as {@link WrongSignatures} does over
/// HTTP.
final class WrongUpgrades implements Attack {
  private String token = "";

  @Override
  public String name() {
    return "wrong-upgrades";
  }

  @Override
  public int perSecond() {
    return 4_000;
  }

  @Override
  public int attackers() {
    return 32;
  }

  @Override
  public void prepare(Target target) {
    token = target.people(1).getFirst().token();
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return new Holding(20) {
      @Override
      Wire open(Score score) throws IOException {
        Wire wire = Wire.open(target, Target.from(index));
        try {
          score.wrote(wire.write(BlazeWire.upgrade(Rogue.forged(token))));
          // Everything behind this answer is a refusal.
          wire.answer();
          return wire;
        } catch (IOException e) {
          wire.close();
          throw e;
        }
      }
    };
  }
}
