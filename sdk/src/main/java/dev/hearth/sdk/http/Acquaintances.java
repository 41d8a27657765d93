package dev.hearth.sdk.http;

import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.HearthApi;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Relationship;
import dev.hearth.sdk.User;
import dev.hearth.sdk.sealing.OnwardClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The users a bot has met lately, looked up at the server and remembered for an hour. Any thread
/// may call.
public final class Acquaintances {
  private static final int MOST = 10_000;
  private static final Duration KNOWN_FOR = Duration.ofHours(1);

  private record Met(User user, Instant at) {}

  private final HearthApi api;
  private final InstantSource clock;
  private final Remembered<UserId, Met> met = new Remembered<>(MOST);

  public Acquaintances(HearthApi api, InstantSource clock) {
    this.api = api;
    this.clock = new OnwardClock(clock);
  }

  /// The user; without a name when the server knows none of that id, or it is the server's own.
  ///
  /// @throws HearthException when the server can't be asked
  public User user(UserId id) {
    Instant now = clock.instant();
    Optional<Met> known = met.find(id).filter(it -> now.isBefore(it.at.plus(KNOWN_FOR)));
    if (known.isPresent()) {
      return known.get().user;
    }
    User user = api.findUser(id).orElseGet(() -> nobody(id));
    met.put(id, new Met(user, now));
    return user;
  }

  private static User nobody(UserId id) {
    return new User(id, "", "", "", Relationship.STRANGER, Optional.empty());
  }
}
