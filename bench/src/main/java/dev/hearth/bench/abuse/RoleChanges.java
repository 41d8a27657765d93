package dev.hearth.bench.abuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Owners of groups of 1,000 change everybody's role, back and forth. Each change once told each
/// member of each member.
final class RoleChanges implements Attack {
  private static final int MEMBERS = 1_000;

  private final List<Rogue> owners = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private List<Rogue> members = List.of();

  @Override
  public String name() {
    return "role-changes";
  }

  @Override
  public int perSecond() {
    return 200;
  }

  @Override
  public int attackers() {
    return 8;
  }

  @Override
  public void prepare(Target target) throws IOException {
    owners.addAll(target.people(attackers()));
    members = target.people(MEMBERS);
    for (Rogue owner : owners) {
      groups.add(Talk.group(target, owner, members));
    }
  }

  @Override
  public Attacker attacker(Target target, int index) {
    String path = "/conversations/" + groups.get(index) + "/participants/ROLE";
    String admins = Talk.participants(members, ",\"role\":\"ADMIN\"");
    String nobody = Talk.participants(members, ",\"role\":\"\"");
    return new Calling(target, Target.from(index)) {
      private int next;

      @Override
      Call next() {
        return new Call(owners.get(index), path, next++ % 2 == 0 ? admins : nobody);
      }
    };
  }
}
