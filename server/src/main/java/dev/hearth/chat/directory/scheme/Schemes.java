package dev.hearth.chat.directory.scheme;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.id.SchemeId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;

/// The links that have short ids. Any thread may call; calls block.
public final class Schemes {
  public static final Migrations MIGRATIONS =
      new Migrations("db/scheme", List.of("V7_1__schemes.sql"));

  /// How many of somebody's are kept: a new one beyond these takes the place of their oldest.
  public static final int MOST = 1_000;

  private final Directory directory;

  public Schemes(Directory directory) {
    this.directory = directory;
  }

  /// Gives a link an id; the same link of the same user has the same.
  public Outcome<Scheme> create(UserId owner, String target) {
    if (!Scheme.isTarget(target)) {
      return Outcome.invalid(
          "target",
          "It is an address of at most %s characters, such as mixin:, https: or mailto:.",
          Scheme.LONGEST_TARGET);
    }
    var scheme = Scheme.of(owner, target);
    return directory.change(tx -> {
      SchemeTable.put(tx.handle(), owner, scheme, directory.stamps().next());
      SchemeTable.cap(tx.handle(), owner, MOST);
      return new Outcome.Done<>(scheme);
    });
  }

  public Optional<Scheme> find(SchemeId id) {
    return directory.read(handle -> SchemeTable.find(handle, id));
  }
}
