package dev.hearth.bench.abuse;

import java.util.List;

/// Users add people who don't know them, and change their own profile between, of which all those
/// once heard each time.
final class ContactRequests implements Attack {
  private static final int STRANGERS = 4_000;

  private List<Rogue> users = List.of();
  private List<Rogue> strangers = List.of();

  @Override
  public String name() {
    return "contact-requests";
  }

  @Override
  public int perSecond() {
    return 10_000;
  }

  @Override
  public int attackers() {
    return 64;
  }

  @Override
  public void prepare(Target target) {
    users = target.people(attackers());
    strangers = target.people(STRANGERS);
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return new Calling(target, Target.from(index)) {
      private int next;

      @Override
      Call next() {
        int turn = next++;
        if (turn % 8 == 7) {
          String name = "{\"full_name\":\"Attack " + turn + "\"}";
          return new Call(users.get(index), "/me", name);
        }
        var stranger = strangers.get(turn % STRANGERS).user();
        return new Call(
            users.get(index),
            "/relationships",
            "{\"user_id\":\"" + stranger + "\",\"action\":\"ADD\"}");
      }
    };
  }
}
