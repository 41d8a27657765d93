package dev.hearth.chat.action;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.chat.account.Caller;
import dev.hearth.protocol.MessageRequest;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.UserId;
import java.time.InstantSource;

/// How much one device may say behind the scenes to one other person. Two devices that can't read
/// each other ask each other for keys, each answer uses keys up, and a broken one never stops. Any
/// thread may call.
final class AsideLimit {
  /// From one device to one user, in one minute.
  static final int MOST_A_MINUTE = 100;

  private static final long MINUTE_SECONDS = 60;
  private static final int MOST_PAIRS = 100_000;

  private record Pair(SessionId from, UserId to) {}

  private record Said(long minute, int times) {
    Said oneMore() {
      return new Said(minute, times + 1);
    }
  }

  private final InstantSource clock;
  private final Cache<Pair, Said> said = Caffeine.newBuilder().maximumSize(MOST_PAIRS).build();

  AsideLimit(InstantSource clock) {
    this.clock = clock;
  }

  /// Whether this may be said, too; counts it. What isn't `PLAIN_JSON` to one other person may be.
  boolean allow(Caller caller, MessageRequest request) {
    boolean aside =
        request.category().equals(CategoryRules.PLAIN_JSON)
            && request.recipientId().isPresent()
            && !request.recipientId().get().equals(caller.user());
    return !aside || allow(new Pair(caller.session(), request.recipientId().get()));
  }

  private boolean allow(Pair pair) {
    long minute = clock.instant().getEpochSecond() / MINUTE_SECONDS;
    var now =
        said.asMap()
            .compute(
                pair,
                (id, before) ->
                    before == null || before.minute != minute
                        ? new Said(minute, 1)
                        : before.oneMore());
    return now.times <= MOST_A_MINUTE;
  }
}
