package dev.hearth.platform.limits;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hearth.platform.settings.Rate;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One kind of work, and how much of it each key may have done: a user, a session, an address. Any
/// thread may call, and no call waits.
///
/// A bucket is forgotten when nobody has used it for as long as it takes to refill, whatever is
/// owed: it is full then, as a new one is. It is never forgotten earlier, so nobody refills a
/// bucket by coming with many other keys. Beyond {@link #MOST_KEYS}, new keys share buckets among
/// each other until others are full again.
public final class Allowance<K> {
  /// How many keys have a bucket of their own.
  public static final int MOST_KEYS = 50_000;

  /// How many buckets the others share.
  static final int SHARED = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(Allowance.class);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final String name;
  private final Rate rate;
  private final TimeMeter time;
  private final Bandwidth bandwidth;
  private final Cache<K, Bucket> buckets;

  /// Each of them is made when it is first needed, which is hardly ever: otherwise each start makes
  /// a thousand for each allowance.
  private final AtomicReferenceArray<@Nullable Bucket> shared = new AtomicReferenceArray<>(SHARED);

  private final Counter refusals;
  private final LongAdder unlogged = new LongAdder();
  private final Bucket lines;

  Allowance(String name, Rate rate, TimeMeter time, Counter refusals) {
    this.name = name;
    this.rate = rate;
    this.time = time;
    this.bandwidth =
        Bandwidth.builder().capacity(rate.burst()).refillGreedy(rate.refill(), rate.per()).build();
    this.buckets =
        Caches.builder()
            .expireAfterAccess(rate.fullAfter().multipliedBy(2))
            .ticker(time::currentTimeNanos)
            .build();
    this.refusals = refusals;
    this.lines = bucket(Bandwidth.builder().capacity(1).refillIntervally(1, QUIET).build());
  }

  /// Uses `units` of what `key` has, or nothing when there are fewer. Work of more units than fit
  /// into a bucket takes a full one.
  public Charge charge(K key, long units) {
    Bucket bucket = bucket(key);
    long fitting = fitting(units);
    return fitting == 0 || bucket.tryConsume(fitting)
        ? Charge.Allowed.ONE
        : refused(key, bucket, fitting);
  }

  /// Whether `units` are there; uses none.
  public Charge look(K key, long units) {
    Bucket bucket = bucket(key);
    long fitting = fitting(units);
    return bucket.getAvailableTokens() >= fitting
        ? Charge.Allowed.ONE
        : refused(key, bucket, fitting);
  }

  /// Uses up to `units` for work whose size was not known before it was done.
  public void use(K key, long units) {
    long fitting = fitting(units);
    if (fitting > 0) {
      bucket(key).tryConsumeAsMuchAsPossible(fitting);
    }
  }

  /// Uses `units` for work whose size was not known before it was done. Units that are missing are
  /// owed: the key gets no more until they have come back. It owes a full bucket at most.
  public void owe(K key, long units) {
    Bucket bucket = bucket(key);
    long most = bucket.getAvailableTokens() + rate.burst();
    long owed = Math.min(fitting(units), most);
    if (owed > 0) {
      var _ = bucket.consumeIgnoringRateLimits(owed);
    }
  }

  /// Gives back what was charged for work that is undone, or was not done; at most until the bucket
  /// is full.
  public void giveBack(K key, long units) {
    Bucket own = buckets.getIfPresent(key);
    long fitting = fitting(units);
    if (own != null && fitting > 0) {
      own.addTokens(fitting);
    }
  }

  private long fitting(long units) {
    assert units >= 0;
    return Math.min(units, rate.burst());
  }

  private Charge refused(K key, Bucket bucket, long units) {
    var probe = bucket.estimateAbilityToConsume(units);
    refusals.increment();
    unlogged.increment();
    if (lines.tryConsume(1)) {
      LOG.warn(
          "{} has used up its allowance '{}' ({} at once, then {} every {} s): {} refused since"
              + " the last such line. If this is ordinary use, raise allowance.{}",
          key,
          name,
          rate.burst(),
          rate.refill(),
          rate.per().toSeconds(),
          unlogged.sumThenReset(),
          name);
    }
    return new Charge.Refused(
        name,
        Math.max(0, probe.getRemainingTokens()),
        Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private Bucket bucket(K key) {
    Bucket own = buckets.getIfPresent(key);
    if (own != null) {
      return own;
    }
    return hasRoom()
        ? buckets.get(key, _ -> full())
        : shared(Math.floorMod(key.hashCode(), SHARED));
  }

  private Bucket shared(int index) {
    var bucket = shared.get(index);
    if (bucket != null) {
      return bucket;
    }
    Bucket made = full();
    var earlier = shared.compareAndExchange(index, null, made);
    return earlier == null ? made : earlier;
  }

  private boolean hasRoom() {
    if (buckets.estimatedSize() < MOST_KEYS) {
      return true;
    }
    buckets.cleanUp();
    return buckets.estimatedSize() < MOST_KEYS;
  }

  private Bucket full() {
    return bucket(bandwidth);
  }

  private Bucket bucket(Bandwidth limit) {
    return Bucket.builder().addLimit(limit).withCustomTimePrecision(time).build();
  }
}
