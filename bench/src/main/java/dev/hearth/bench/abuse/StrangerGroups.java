package dev.hearth.bench.abuse;

import java.util.List;

/// Users make groups of 1,000 people who don't know them, one after the other. That once wrote 6
/// MiB a second into the directory.
final class StrangerGroups implements Attack {
  private static final int STRANGERS = 1_000;

  private List<Rogue> owners = List.of();
  private List<Rogue> strangers = List.of();

  @Override
  public String name() {
    return "stranger-groups";
  }

  @Override
  public int perSecond() {
    return 200;
  }

  @Override
  public int attackers() {
    return 32;
  }

  @Override
  public void prepare(Target target) {
    owners = target.people(attackers());
    strangers = target.people(STRANGERS);
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return new Calling(target, Target.from(index)) {
      @Override
      Call next() {
        return new Call(
            owners.get(index),
            "/conversations",
            Talk.conversation(BlazeWire.id(), "GROUP", strangers));
      }
    };
  }
}
