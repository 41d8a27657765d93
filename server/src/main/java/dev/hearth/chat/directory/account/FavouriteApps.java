package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Directory;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The bots that people show on their profiles; anybody may see them. Any thread may call; calls
/// block.
public final class FavouriteApps {
  /// How many one may have.
  public static final int MOST = 3;

  private final Directory directory;
  private final InstantSource clock;

  public FavouriteApps(Directory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// Somebody's favourites, oldest first.
  public List<FavouriteApp> of(UserId user) {
    return directory.read(handle -> FavouriteAppTable.of(handle, user));
  }

  /// Makes a bot a favourite; one that is one already stays as it is.
  ///
  /// @return none when there are {@link #MOST} others
  public Optional<FavouriteApp> add(UserId user, User bot) {
    if (!bot.bot()) {
      throw new IllegalArgumentException("people are not apps");
    }
    return directory.change(tx -> {
      var all = FavouriteAppTable.of(tx.handle(), user);
      var there = all.stream().filter(favourite -> favourite.app().equals(bot.id())).findAny();
      if (there.isPresent() || all.size() >= MOST) {
        return there;
      }
      var favourite = new FavouriteApp(user, bot.id(), WireTime.micros(clock.instant()));
      FavouriteAppTable.insert(tx.handle(), favourite);
      return Optional.of(favourite);
    });
  }

  /// Takes a bot off the user's favourites; if it isn't a favourite, nothing changes.
  public void remove(UserId user, UserId app) {
    directory.run(tx -> FavouriteAppTable.delete(tx.handle(), user, app));
  }
}
