package dev.hearth.bench.abuse;

/// No attack at all: what those who behave see then, to compare.
final class Nothing implements Attack {
  @Override
  public String name() {
    return "nothing";
  }

  @Override
  public int perSecond() {
    return 1;
  }

  @Override
  public int attackers() {
    return 0;
  }

  @Override
  public Attacker attacker(Target target, int index) {
    throw new IllegalStateException("nobody attacks");
  }
}
