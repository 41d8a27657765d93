package dev.hearth.chat.directory.door;

import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The door to the directory. A feature changes it like this:
///
/// ```java
/// directory.change(tx -> {
///   ConversationTable.insert(tx, head);
///   tx.tell(head.id(), Recipients.members(), new SystemConversation(…));
///   return head;
/// });
/// ```
///
/// When a change returns, it is durable, it is in every answer, its listeners have heard of it, and
/// its messages are on their way. The methods that write the rows name by {@link Fact}s which
/// things changed.
///
/// Any thread may call; calls block.
public final class Directory {
  private final Database database;
  private final PositionClock stamps;
  private final Outbox outbox;
  private final Unsettled unsettled;
  private final List<Answers<?, ?>> answers = new CopyOnWriteArrayList<>();
  private final List<FactCount> counts = new CopyOnWriteArrayList<>();
  private final Map<Class<?>, List<Consumer<Fact>>> listeners = new ConcurrentHashMap<>();
  private final Map<Class<?>, List<Consumer<Fact>>> doubters = new ConcurrentHashMap<>();
  private final Map<Class<?>, List<BiConsumer<Transaction, Fact>>> consequences =
      new ConcurrentHashMap<>();

  /// @param stamps stamps the beginning and the end of things, and the messages about them. It is
  ///   raised above the stamps of messages that still wait
  public Directory(Database database, PositionClock stamps) {
    this.database = database;
    this.stamps = stamps;
    this.outbox = new Outbox(database, stamps);
    this.unsettled = new Unsettled(stamps);
  }

  /// The messages about changes, for the part that puts them into the log.
  public Outbox outbox() {
    return outbox;
  }

  /// The clock of all stamps.
  public PositionClock stamps() {
    return stamps;
  }

  // Reading

  /// Returns the result of `query`, which reads one consistent state of the directory.
  public <T> T read(Function<Handle, T> query) {
    return database.read(query);
  }

  /// Answers to one question, which are kept in memory; {@link Answers#forgottenWith} says by which
  /// facts they change.
  ///
  /// @param query the question, as the database is asked
  public <K, V> Answers<K, V> answers(Answers.Room<V> room, Answers.Query<K, V> query) {
    return kept(Answers.ageless(database, room, query));
  }

  /// Like {@link #answers(Answers.Room, Answers.Query)}; a change may also say which answer it
  /// leaves.
  ///
  /// @param age says of two answers which one is younger: that of the higher number
  public <K, V> Answers<K, V> answers(
      Answers.Room<V> room, Answers.Query<K, V> query, ToLongFunction<V> age) {
    return kept(new Answers<>(database, room, query, age));
  }

  private <K, V> Answers<K, V> kept(Answers<K, V> more) {
    answers.add(more);
    return more;
  }

  // Changing

  /// Returns the result of `change`, once it is durable and known.
  ///
  /// @param change may be called several times; only its last call counts
  /// @throws dev.hearth.platform.runtime.DiskFull when the disk is full; nothing changed
  /// @throws dev.hearth.platform.limits.AllowanceSpent when a caller who pays for it has nothing
  ///   left; nothing changed
  public <T> T change(Function<Transaction, T> change) {
    return changeIf(_ -> true, change);
  }

  /// Like {@link #change}, for a change without a result.
  public void run(Consumer<Transaction> change) {
    change(returningNothing(change));
  }

  /// Like {@link #change}, but undone unless `kept` says yes to the result of `change`.
  public <T> T changeIf(Predicate<T> kept, Function<Transaction, T> change) {
    return make(change, kept, attempt -> database.writeIf(kept, attempt));
  }

  /// Like {@link #change}, for a change that takes very little room, or frees some: it is made on a
  /// full disk as well, and nobody pays for it.
  public <T> T tidy(Function<Transaction, T> change) {
    return make(
        change,
        _ -> true,
        attempt -> {
          List<T> result = new ArrayList<>(1);
          database.tidy(handle -> {
            result.clear();
            result.add(attempt.apply(handle));
          });
          return result.getFirst();
        });
  }

  /// Like {@link #tidy}, for a change without a result.
  public void runTidy(Consumer<Transaction> change) {
    tidy(returningNothing(change));
  }

  private static Function<Transaction, Boolean> returningNothing(Consumer<Transaction> change) {
    return tx -> {
      change.accept(tx);
      return Boolean.TRUE;
    };
  }

  private <T> T make(
      Function<Transaction, T> change, Predicate<T> kept, Function<Function<Handle, T>, T> write) {
    try (var attempts = new Attempts()) {
      T result = write.apply(handle -> change.apply(attempts.next(handle)));
      if (kept.test(result)) {
        attempts.committed();
      } else {
        attempts.undone();
      }
      return result;
    }
  }

  /// The attempts at one change. For one thread at a time.
  private final class Attempts implements AutoCloseable {
    private final Unsettled.UnderWay underWay = unsettled.change();
    private PositionClock.@Nullable Hold hold;
    private @Nullable Transaction last;
    private boolean over;

    Transaction next(Handle handle) {
      last = new Transaction(handle, outbox, Directory.this::follow, stamps, underWay, this::hold);
      return last;
    }

    private void hold() {
      if (hold == null) {
        hold = stamps.hold();
      }
    }

    void committed() {
      over = true;
      if (last != null) {
        apply(last);
      }
    }

    void undone() {
      over = true;
    }

    /// After a failure nobody knows whether the change was made.
    @Override
    public void close() {
      if (!over && last != null) {
        forget(last.facts(), List.of());
        last.facts().forEach(fact -> of(doubters, fact).forEach(doubter -> doubter.accept(fact)));
      }
      underWay.close();
      if (hold != null) {
        hold.close();
      }
    }
  }

  // After a change

  /// The one place where others learn of a change. The answers come first: a listener that asks
  /// gets the new ones.
  private void apply(Transaction tx) {
    tx.left().forEach(Transaction.LeftAnswer::keep);
    forget(tx.facts(), tx.left());
    if (tx.tells()) {
      outbox.wake();
    }
    tx.facts().forEach(fact -> of(listeners, fact).forEach(listener -> listener.accept(fact)));
  }

  /// @param left the answers that are known already
  private void forget(Set<Fact> facts, List<Transaction.LeftAnswer<?, ?>> left) {
    for (Fact fact : facts) {
      for (Answers<?, ?> each : answers) {
        each.forget(fact, key -> left.stream().anyMatch(one -> one.isOf(each, key)));
      }
    }
    // After the answers: under the new number nobody gets an old one.
    counts.forEach(count -> count.add(facts));
  }

  // Changes under way

  /// The largest position up to `stored` for which all memberships of this user are known.
  public long settled(UserId user, long stored) {
    return unsettled.settled(user, stored);
  }

  /// Tells `listener` whose memberships are changing, on the thread that changes them.
  public void onMembershipChange(MembershipListener listener) {
    unsettled.addListener(listener);
  }

  // Hearing of changes

  /// How many changes there were with facts of these kinds. As long as the number stays the same,
  /// the answers that depend on them stay the same.
  public LongSupplier count(Set<Class<? extends Fact>> kinds) {
    var count = new FactCount(kinds, new AtomicLong());
    counts.add(count);
    return count.number::get;
  }

  private record FactCount(Set<Class<? extends Fact>> kinds, AtomicLong number) {
    void add(Set<Fact> facts) {
      if (facts.stream().anyMatch(fact -> kinds.contains(fact.getClass()))) {
        number.incrementAndGet();
      }
    }
  }

  /// Calls `listener` with each such fact once it is committed, on the thread that made the change.
  /// Facts of two changes may come in either order.
  public <F extends Fact> void onFact(Class<F> kind, Consumer<F> listener) {
    listeners
        .computeIfAbsent(kind, _ -> new CopyOnWriteArrayList<>())
        .add(fact -> listener.accept(kind.cast(fact)));
  }

  /// Calls `doubter` with each such fact of a failed change, on the thread of that change. The fact
  /// may be true: perhaps the database committed the change, and only its answer was lost.
  public <F extends Fact> void onDoubt(Class<F> kind, Consumer<F> doubter) {
    doubters
        .computeIfAbsent(kind, _ -> new CopyOnWriteArrayList<>())
        .add(fact -> doubter.accept(kind.cast(fact)));
  }

  /// Makes `consequence` a part of every change that such a fact is true of.
  public <F extends Fact> void addConsequence(
      Class<F> kind, BiConsumer<Transaction, F> consequence) {
    consequences
        .computeIfAbsent(kind, _ -> new CopyOnWriteArrayList<>())
        .add((tx, fact) -> consequence.accept(tx, kind.cast(fact)));
  }

  private void follow(Transaction tx, Fact fact) {
    of(consequences, fact).forEach(consequence -> consequence.accept(tx, fact));
  }

  private static <T> List<T> of(Map<Class<?>, List<T>> all, Fact fact) {
    return all.getOrDefault(fact.getClass(), List.of());
  }
}
