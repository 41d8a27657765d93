package dev.hearth.chat.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.protocol.UserId;
import java.time.InstantSource;

/// How often a user may look for others by number. Numbers are given out in order, so whoever could
/// ask without end would soon know everybody. Any thread may call.
public final class SearchLimit {
  /// Searches of one user in one hour.
  public static final int MOST_AN_HOUR = 200;

  private static final long HOUR_SECONDS = 3_600;
  private static final int MOST_USERS = 100_000;

  private record Used(long hour, int searches) {
    Used oneMore() {
      return new Used(hour, searches + 1);
    }
  }

  private final InstantSource clock;
  private final Cache<UserId, Used> used = Caffeine.newBuilder().maximumSize(MOST_USERS).build();

  public SearchLimit(InstantSource clock) {
    this.clock = clock;
  }

  /// Whether `user` may search once more; counts it.
  public boolean allow(UserId user) {
    long hour = clock.instant().getEpochSecond() / HOUR_SECONDS;
    var now =
        used.asMap()
            .compute(
                user,
                (id, before) ->
                    before == null || before.hour != hour ? new Used(hour, 1) : before.oneMore());
    return now.searches <= MOST_AN_HOUR;
  }
}
