package dev.hearth.bench.abuse;

import java.util.ArrayList;
import java.util.List;

/// Sends `PING` with thousands of parameters that nobody knows, in frames just small enough to be
/// read on an event loop.
final class UnknownParams implements Attack {
  private static final byte[] FRAME = frame();

  private final List<Rogue> people = new ArrayList<>();

  @Override
  public String name() {
    return "unknown-params";
  }

  @Override
  public int perSecond() {
    return 20_000;
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
    return new Sending(target, Target.from(index % 2), people.get(index), 4) {
      @Override
      byte[] frame() {
        return FRAME;
      }
    };
  }

  private static byte[] frame() {
    var json = new StringBuilder("{\"id\":\"1\",\"action\":\"PING\",\"params\":{\"x\":0");
    for (int i = 0; json.length() < (16 << 10) - 100; i++) {
      json.append(",\"p").append(i).append("\":[{}]");
    }
    return BlazeWire.frame(json.append("}}").toString());
  }
}
