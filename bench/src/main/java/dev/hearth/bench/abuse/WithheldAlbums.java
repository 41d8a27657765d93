package dev.hearth.bench.abuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Announces albums of 12 MiB under good tokens, sends 4 MiB of each, and no more. Four of them
/// once kept everybody else from uploading stickers.
final class WithheldAlbums implements Attack {
  private static final int ANNOUNCED_BYTES = 12 << 20;
  private static final byte[] SENT = new byte[4 << 20];

  private final List<Rogue> people = new ArrayList<>();

  @Override
  public String name() {
    return "withheld-albums";
  }

  @Override
  public int perSecond() {
    return 40;
  }

  @Override
  public int attackers() {
    return 8;
  }

  @Override
  public void prepare(Target target) {
    people.addAll(target.people(attackers()));
  }

  @Override
  public Attacker attacker(Target target, int index) {
    // The body never comes to its end, so that nobody looks whether the token is for it.
    String token = people.get(index).token("POST", "/albums", "");
    return new Holding(30) {
      @Override
      Wire open(Score score) throws IOException {
        Wire wire = Wire.open(target, Target.from(index));
        try {
          score.wrote(wire.write(Wire.head("POST", "/albums", token, ANNOUNCED_BYTES)));
          score.wrote(wire.write(SENT, SENT.length));
          return wire;
        } catch (IOException e) {
          wire.close();
          throw e;
        }
      }
    };
  }
}
