package dev.hearth.chat.directory.door;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hearth.platform.limits.Caches;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.sql.Database;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;

/// The answers to one question to the directory, by what it is asked about, such as a user by their
/// id. The absence of such a user is an answer as well. They are kept in memory, up to a bound, as
/// long as the database would say the same.
///
/// When a change is committed, the answers that its facts name are forgotten. Each time, the answer
/// gets another version; an answer whose reading began with an older one is not kept. So no lock is
/// held while the database is asked, and an old answer can't come back.
///
/// Any thread may call. Readers who miss the same answer at the same time share one query.
public final class Answers<K, V> {
  /// Versions are shared by answers whose keys have the same hash here. A change of one then only
  /// makes us ask again for another that is just being read.
  private static final int VERSIONS = 1024;

  private final Database database;
  private final Query<K, V> query;
  private final ToLongFunction<V> age;
  private final Cache<K, V> kept;
  private final AtomicLongArray versions = new AtomicLongArray(VERSIONS);
  private final ConcurrentMap<K, Reading<V>> readings = new ConcurrentHashMap<>();
  private final Map<Class<?>, Function<Fact, K>> changes = new ConcurrentHashMap<>();

  /// How many answers are kept.
  ///
  /// @param most how much they weigh together
  /// @param weight of one; 1 at least
  public record Room<V>(long most, ToIntFunction<V> weight) {
    /// Room for `most` answers.
    public static <V> Room<V> forAsMany(long most) {
      return new Room<>(most, _ -> 1);
    }
  }

  /// A question, as the database is asked.
  @FunctionalInterface
  public interface Query<K, V> {
    V ask(Handle handle, K key);
  }

  static <K, V> Answers<K, V> ageless(Database database, Room<V> room, Query<K, V> query) {
    return new Answers<>(
        database,
        room,
        query,
        _ -> {
          throw new IllegalStateException("these answers don't tell their age");
        });
  }

  /// @param age says of two answers which one is younger: that of the higher number
  Answers(Database database, Room<V> room, Query<K, V> query, ToLongFunction<V> age) {
    this.database = database;
    this.query = query;
    this.age = age;
    this.kept =
        Caches.builder()
            .maximumWeight(room.most())
            .weigher((K _, V answer) -> room.weight().applyAsInt(answer))
            .build();
  }

  /// The answer; from the database when it is not in memory.
  public V get(K key) {
    V answer = kept.getIfPresent(key);
    return answer != null ? answer : read(key);
  }

  /// The answer, when it is in memory. Never waits.
  ///
  /// @throws NotInMemory when it is not
  public V inMemory(K key) {
    V answer = kept.getIfPresent(key);
    if (answer == null) {
      throw NotInMemory.SIGNAL;
    }
    return answer;
  }

  /// Makes these answers change with facts of a kind.
  ///
  /// @param key what the answer is about that such a fact changes
  public <F extends Fact> Answers<K, V> forgottenWith(Class<F> kind, Function<F, K> key) {
    changes.put(kind, fact -> key.apply(kind.cast(fact)));
    return this;
  }

  /// Something is true now: the next one who asks about it gets what the database says.
  ///
  /// @param known says about which answers a change has said what it leaves
  void forget(Fact fact, Predicate<K> known) {
    Function<Fact, K> change = changes.get(fact.getClass());
    if (change != null) {
      K key = change.apply(fact);
      if (!known.test(key)) {
        forget(key);
      }
    }
  }

  void forget(K key) {
    versions.incrementAndGet(place(key));
    kept.invalidate(key);
  }

  /// The version to {@link #replace} the answer with, taken before the change is committed.
  long version(K key) {
    return versions.get(place(key));
  }

  /// Like {@link #forget}, by a change that knows the answer that it leaves. Changes may come here
  /// in another order than they were made: the youngest answer stays, or none.
  ///
  /// @param version of before the change was committed
  void replace(K key, V answer, long version) {
    kept.asMap()
        .compute(
            key,
            (_, old) -> {
              boolean first = versions.getAndIncrement(place(key)) == version;
              if (old == null) {
                // A younger change may have been here, and left no answer.
                return first ? answer : null;
              }
              return age.applyAsLong(old) > age.applyAsLong(answer) ? old : answer;
            });
  }

  private V read(K key) {
    var mine = new Reading<V>(version(key));
    var reading =
        readings.merge(key, mine, (theirs, ours) -> theirs.version == ours.version ? theirs : ours);
    if (reading != mine) {
      return reading.await();
    }
    try {
      V answer = database.read(handle -> query.ask(handle, key));
      keep(key, answer, mine.version);
      mine.answer.complete(answer);
      return answer;
    } catch (Throwable failure) {
      mine.answer.completeExceptionally(failure);
      throw failure;
    } finally {
      readings.remove(key, mine);
    }
  }

  private void keep(K key, V answer, long version) {
    // In one step with the look at the version: `forget` waits for it, and then removes this.
    kept.asMap().compute(key, (_, old) -> version(key) == version ? answer : old);
  }

  private static int place(Object key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (VERSIONS - 1);
  }

  /// A question that the database is being asked.
  private static final class Reading<V> {
    private final long version;
    private final CompletableFuture<V> answer = new CompletableFuture<>();

    Reading(long version) {
      this.version = version;
    }

    V await() {
      try {
        return answer.join();
      } catch (CompletionException failed) {
        switch (failed.getCause()) {
          case RuntimeException own -> throw own;
          case Error own -> throw own;
          case null, default -> throw failed;
        }
      }
    }
  }
}
