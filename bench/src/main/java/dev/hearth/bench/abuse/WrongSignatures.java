package dev.hearth.bench.abuse;

/// Asks over HTTP with tokens that name a session there is, and have another wrong signature each
/// time. A check once cost 2 ms, so that 1,000 a second stopped the machine; it is some 0.1 ms now.
final class WrongSignatures implements Attack {
  private String token = "";

  @Override
  public String name() {
    return "wrong-signatures";
  }

  @Override
  public int perSecond() {
    return 100_000;
  }

  @Override
  public int attackers() {
    return 16;
  }

  @Override
  public void prepare(Target target) {
    token = target.people(1).getFirst().token("GET", "/me", "");
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return new Requesting(target, Target.from(index), 16) {
      @Override
      String request() {
        return Wire.head("GET", "/me", Rogue.forged(token), 0);
      }
    };
  }
}
