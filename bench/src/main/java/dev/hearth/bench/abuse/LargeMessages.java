package dev.hearth.bench.abuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// 24 users send messages as large as a frame can be, over a connection each. That once stopped
/// everybody: the log's queue was bounded in messages, not in bytes.
final class LargeMessages implements Attack {
  private static final int DATA_BYTES = 180 << 10;

  private final List<Rogue> people = new ArrayList<>();
  private final List<String> conversations = new ArrayList<>();
  private final String data = noise();

  @Override
  public String name() {
    return "large-messages";
  }

  @Override
  public int perSecond() {
    return 2_000;
  }

  @Override
  public int attackers() {
    return 24;
  }

  @Override
  public void prepare(Target target) throws IOException {
    people.addAll(target.people(2 * attackers()));
    for (int i = 0; i < attackers(); i++) {
      conversations.add(Talk.contact(target, people.get(2 * i), people.get(2 * i + 1)));
    }
  }

  @Override
  public Attacker attacker(Target target, int index) {
    return new Sending(target, Target.from(index % 2), people.get(2 * index), 1) {
      @Override
      byte[] frame() {
        return BlazeWire.frame(Talk.message(conversations.get(index), data));
      }
    };
  }

  private static String noise() {
    byte[] bytes = new byte[DATA_BYTES];
    new Random(1).nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
