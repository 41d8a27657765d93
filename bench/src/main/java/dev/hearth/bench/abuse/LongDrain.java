package dev.hearth.bench.abuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A session in 1,000 conversations drains them, over and over, while others talk in them. A pass
/// over them once asked all 1,000 again. A try is a message.
final class LongDrain implements Attack {
  private static final int GROUPS = 1_000;
  private static final int MAKERS = 4;
  private static final int STOCK = 20_000;

  private final List<String> groups = new ArrayList<>();
  private List<Rogue> people = List.of();

  @Override
  public String name() {
    return "long-drain";
  }

  @Override
  public int perSecond() {
    return 2_000;
  }

  @Override
  public int attackers() {
    return 1 + MAKERS;
  }

  @Override
  public void prepare(Target target) throws IOException {
    people = target.people(attackers());
    try (Wire wire = Wire.open(target, Target.from(0))) {
      for (int i = 0; i < GROUPS; i++) {
        String id = BlazeWire.id();
        String body = Talk.conversation(id, "GROUP", List.of(people.getFirst()));
        Wire.Answer answer = wire.ask(maker(i), "POST", "/conversations", body);
        if (answer.isRefused()) {
          throw new IOException("no group: " + answer);
        }
        groups.add(id);
      }
    }
    for (int maker = 0; maker < MAKERS; maker++) {
      int first = maker;
      Talk.say(
          target, maker(maker), STOCK / MAKERS, i -> groups.get((first + i * MAKERS) % GROUPS));
    }
  }

  private Rogue maker(int group) {
    return people.get(1 + group % MAKERS);
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return index == 0 ? new Draining(target, people.getFirst()) : talking(target, index);
  }

  private Sending talking(Target target, int index) {
    return new Sending(target, Target.from(1), people.get(index), 1) {
      private int next = index - 1;

      @Override
      byte[] frame() {
        String group = groups.get(next % GROUPS);
        next += MAKERS;
        return BlazeWire.frame(Talk.message(group, "aGVsbG8"));
      }
    };
  }

  /// Connects, asks for what is pending, acknowledges a part of it, and begins again.
  private static final class Draining implements Attacker {
    private static final int READ = 2_000;

    private final Target target;
    private final Rogue who;

    Draining(Target target, Rogue who) {
      this.target = target;
      this.who = who;
    }

    @Override
    public void turn(Score score) throws IOException {
      try (BlazeWire wire = BlazeWire.open(target, Target.from(0), who.token())) {
        wire.write(BlazeWire.frame(Talk.listPending()));
        wire.drain(READ, score);
      }
    }

    @Override
    public void close() {}
  }
}
