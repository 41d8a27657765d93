package dev.hearth.bench.abuse;

/// Asks for the meters, from elsewhere. They cost 1.8 ms each, once on an event loop.
final class MetricsFlood implements Attack {
  @Override
  public String name() {
    return "metrics-flood";
  }

  @Override
  public int perSecond() {
    return 10_000;
  }

  @Override
  public int attackers() {
    return 16;
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return new Requesting(target, Target.from(index), 16) {
      @Override
      String request() {
        return Wire.head("GET", "/metrics", "", 0);
      }
    };
  }
}
