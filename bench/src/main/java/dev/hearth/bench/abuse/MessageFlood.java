package dev.hearth.bench.abuse;

import java.io.IOException;
import java.util.List;

/// One user sends small messages over 20 connections, as fast as they go. 150,000 of them once made
/// others' messages fail.
final class MessageFlood implements Attack {
  private List<Rogue> people = List.of();
  private String conversation = "";

  @Override
  public String name() {
    return "message-flood";
  }

  @Override
  public int perSecond() {
    return 200_000;
  }

  @Override
  public int attackers() {
    return 20;
  }

  @Override
  public void prepare(Target target) throws IOException {
    people = target.people(2);
    conversation = Talk.contact(target, people.getFirst(), people.getLast());
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return new Sending(target, Target.from(index % 2), people.getFirst(), 64) {
      @Override
      byte[] frame() {
        return BlazeWire.frame(Talk.message(conversation, "aGVsbG8"));
      }
    };
  }
}
