package dev.hearth.bench.abuse;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Sessions ask for what is pending, over a thousand messages each, and neither read nor
/// acknowledge any. 1,300 of them once filled the heap.
final class UnreadWindows implements Attack {
  private static final int SESSIONS = 280;
  private static final int AUTHORS = 3;

  /// The messages of each author: at most as many as anybody may send at once.
  private static final int MESSAGES = 500;

  private List<Rogue> members = List.of();

  @Override
  public String name() {
    return "unread-windows";
  }

  @Override
  public int perSecond() {
    return 50;
  }

  @Override
  public int attackers() {
    return 4;
  }

  @Override
  public void prepare(Target target) throws IOException {
    members = target.people(SESSIONS);
    String group = Talk.group(target, members.getFirst(), members.subList(1, SESSIONS));
    for (Rogue author : members.subList(0, AUTHORS)) {
      Talk.say(target, author, MESSAGES, _ -> group);
    }
  }

  @Override
  public Attacker attacker(Target target, int index) {
    int each = SESSIONS / attackers();
    return new Attacker() {
      private final Queue<BlazeWire> held = new ConcurrentLinkedQueue<>();
      private int next;

      @Override
      public void turn(Score score) throws IOException {
        score.tried(1);
        if (held.size() == each) {
          held.remove().close();
        }
        Rogue member = members.get(index * each + next++ % each);
        BlazeWire wire = BlazeWire.narrow(target, Target.from(index % 2), member.token());
        held.add(wire);
        score.wrote(wire.write(BlazeWire.frame(Talk.listPending())));
      }

      @Override
      public void close() {
        held.forEach(BlazeWire::close);
      }
    };
  }
}
