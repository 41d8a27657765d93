package dev.hearth.bench.abuse;

import java.util.List;
import java.util.Optional;

/// All attacks that there are.
public final class Attacks {
  private Attacks() {}

  /// New ones, not prepared yet.
  public static List<Attack> all() {
    return List.of(
        new Nothing(),
        new WithheldBodies(),
        new IdleSockets(),
        new SlowHeads(),
        new WithheldAlbums(),
        new SlowReaders(),
        new WrongSignatures(),
        new WrongUpgrades(),
        new MetricsFlood(),
        new InflatingPings(),
        new UnknownParams(),
        new MessageFlood(),
        new LargeMessages(),
        new StrangerGroups(),
        new ContactRequests(),
        new RoleChanges(),
        new UnfinishedFragments(),
        new UnreadWindows(),
        new LongDrain());
  }

  /// A new one of this name.
  public static Optional<Attack> find(String name) {
    return all().stream().filter(attack -> attack.name().equals(name)).findFirst();
  }
}
