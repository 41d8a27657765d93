package dev.hearth.chat.directory.pin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Fact.SessionEnded;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.chat.directory.pin.HiddenPin.NewKey;
import dev.hearth.chat.directory.pin.HiddenPin.Proof;
import dev.hearth.chat.directory.pin.HiddenPin.SentDigits;
import dev.hearth.chat.directory.pin.HiddenPin.Signature;
import dev.hearth.platform.limits.Share;
import dev.hearth.platform.limits.SharedSlots;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.Ages;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519Key;
import dev.hearth.protocol.payload.SystemUser;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// The PINs of all users: checking, setting and changing them.
///
/// Any thread may call; calls block, and take their time where digits are hashed.
public final class Pins {
  public static final Migrations MIGRATIONS = new Migrations("db/pin", List.of("V8_1__pins.sql"));

  /// After this many wrong attempts within {@link #FAILURES_WITHIN}, without a right one in
  /// between, no attempt is looked at.
  public static final int MOST_FAILURES = 5;

  public static final Duration FAILURES_WITHIN = Duration.ofHours(24);

  /// How far the clock of a client may be off.
  public static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  /// How many are looked at at a time, or wait for the slow hash: the last of them waits for some
  /// seconds.
  private static final int MOST_AT_ONCE = 64;

  private static final Duration FAILURES_KEPT = Duration.ofDays(90);

  /// The result of checking or setting a PIN.
  public enum PinCheck {
    RIGHT,
    /// It can't be opened, or is not of the kind that the account has.
    MALFORMED,
    /// It is another PIN, was used before, or is dated another day; or the account has no PIN.
    WRONG,
    /// Too many wrong PINs today; or a PIN of this user is just being looked at, or too many PINs
    /// are. This attempt is not counted.
    TOO_MANY,
    /// A device that was linked sets no first PIN.
    NOT_THIS_DEVICE
  }

  private final Directory directory;
  private final Accounts accounts;
  private final InstantSource clock;
  private final PositionClock stamps;
  private final Ages ages;
  private final DigitsHash hashing;

  /// The PINs that are just being looked at. One of each user: a user who asks many times at once
  /// takes no more turns at the slow hash than others do.
  private final SharedSlots looking;

  /// @param clock what clients date their PINs by
  /// @param ages how old an attempt is
  /// @param hashBytes how much memory it takes to hash a PIN
  public Pins(
      Directory directory, Accounts accounts, InstantSource clock, Ages ages, long hashBytes) {
    this(
        directory,
        accounts,
        clock,
        ages,
        new DigitsHash(accounts.serverKey().pinPepper(), Math.toIntExact(hashBytes >> 10)),
        MOST_AT_ONCE);
  }

  /// Shows on the meters how many are looked at, and how often that was refused.
  public Pins shownOn(MeterRegistry meters) {
    looking.shownOn(meters);
    return this;
  }

  Pins(
      Directory directory,
      Accounts accounts,
      InstantSource clock,
      Ages ages,
      DigitsHash hashing,
      int mostAtOnce) {
    this.directory = directory;
    this.accounts = accounts;
    this.clock = clock;
    this.stamps = directory.stamps();
    this.ages = ages;
    this.hashing = hashing;
    this.looking = new SharedSlots("pins", mostAtOnce);
    // A session that ends takes its count with it.
    directory.addConsequence(
        SessionEnded.class, (tx, ended) -> PinTable.forget(tx.handle(), ended.session()));
  }

  /// Raises the clock of the directory above all attempts that are stored; to be called before
  /// anything is stamped.
  public static void raise(Directory directory) {
    directory.stamps().raise(directory.read(PinTable::newest));
  }

  public Optional<Pin> find(UserId user) {
    return directory.read(handle -> PinTable.find(handle, user)).map(PinTable.Row::pin);
  }

  /// The user's wrong attempts of the last 90 days, oldest first.
  ///
  /// @param after microseconds since the epoch
  public List<PinFailure> failures(UserId user, long after, int limit) {
    return directory.read(handle -> PinTable.list(handle, user, after, limit));
  }

  /// How many more wrong attempts of a user's are looked at; empty when they have no PIN.
  public OptionalInt attemptsLeft(UserId user) {
    long since = ages.ago(FAILURES_WITHIN);
    return directory.read(handle ->
        PinTable.find(handle, user).isPresent()
            ? OptionalInt.of(Math.max(0, MOST_FAILURES - PinTable.failures(handle, user, since)))
            : OptionalInt.empty());
  }

  /// Whether the caller knows the PIN of their account, for a certain purpose.
  ///
  /// @param pin as the client hid it
  /// @param body what it is for, which a key signs; digits are good for anything
  public PinCheck verify(Caller caller, String pin, TipBody body) {
    return alone(caller, () -> verifyAlone(caller, pin, body));
  }

  private PinCheck verifyAlone(Caller caller, String pin, TipBody body) {
    Optional<PinTable.Row> row = row(caller);
    if (row.isEmpty()) {
      return PinCheck.WRONG;
    }
    return open(caller, pin)
        .map(hidden -> check(caller, row.get().pin(), hidden, hidden.iterator(), body))
        .orElse(PinCheck.MALFORMED);
  }

  /// Sets a PIN, or puts another in its place: digits in the place of digits, a key in the place of
  /// either. All or nothing.
  ///
  /// @param old the current PIN, as the client hid it; "" for a first PIN
  /// @param pin the new one
  /// @param body what a key has signed to be replaced
  public PinCheck update(Caller caller, String old, String pin, TipBody body) {
    return alone(caller, () -> updateAlone(caller, old, pin, body));
  }

  private PinCheck updateAlone(Caller caller, String old, String pin, TipBody body) {
    Optional<PinTable.Row> row = row(caller);
    Optional<HiddenPin> wanted = open(caller, pin);
    if (wanted.isEmpty()) {
      return PinCheck.MALFORMED;
    }
    if (row.isPresent() == old.isEmpty() || !isDatedNow(wanted.get())) {
      return PinCheck.WRONG;
    }
    if (!mayFollow(row.map(PinTable.Row::pin), wanted.get().proof())) {
      return PinCheck.MALFORMED;
    }
    if (row.isEmpty() && !isPrimary(caller)) {
      return PinCheck.NOT_THIS_DEVICE;
    }
    return row.isEmpty()
        ? first(caller, wanted.get())
        : next(caller, old, row.get(), wanted.get(), body);
  }

  /// Gives a PIN to a user without one. It needs no device of that user. For a server on which
  /// somebody tries things out.
  ///
  /// @param digits six of them
  /// @return whether they have it now; false also when too many PINs are hashed just now
  /// @throws IllegalArgumentException when they are not six digits
  public boolean give(UserId user, String digits) {
    if (!digits.matches("[0-9]{6}")) {
      throw new IllegalArgumentException("a PIN has six digits");
    }
    return find(user).isEmpty()
        && hashing
            .of(digits)
            .map(Pin.PinDigits::new)
            .filter(pin ->
                directory.change(tx -> PinTable.replace(tx.handle(), user, pin, -1, stamps.next())))
            .isPresent();
  }

  /// Takes a user's PIN away, digits or key, and tells their devices: a user who forgot it sets a
  /// first one again.
  ///
  /// @return whether there was one
  public boolean reset(UserId user) {
    return directory.change(tx -> {
      boolean there = PinTable.delete(tx.handle(), user);
      if (there) {
        tx.tell(Recipients.users(List.of(user)), new SystemUser(user));
      }
      return there;
    });
  }

  /// Whether the caller's device signed in by itself. With a first PIN, one that was linked could
  /// shut out the device that linked it.
  private boolean isPrimary(Caller caller) {
    return accounts.findSession(caller.session()).filter(Session::primary).isPresent();
  }

  private PinCheck alone(Caller caller, Supplier<PinCheck> attempt) {
    var slot = looking.take(List.of(new Share(caller.user(), 1)));
    if (slot.isEmpty()) {
      return PinCheck.TOO_MANY;
    }
    try (var _ = slot.get()) {
      return attempt.get();
    }
  }

  private PinCheck first(Caller caller, HiddenPin wanted) {
    boolean counted =
        directory.change(tx -> countUp(tx.handle(), caller, wanted.iterator(), wanted.iterator()));
    return counted ? keep(caller, wanted.proof(), -1) : PinCheck.WRONG;
  }

  private PinCheck next(
      Caller caller, String old, PinTable.Row row, HiddenPin wanted, TipBody body) {
    Optional<HiddenPin> known = open(caller, old);
    if (known.isEmpty()) {
      return PinCheck.MALFORMED;
    }
    PinCheck result = check(caller, row.pin(), known.get(), wanted.iterator(), body);
    return result == PinCheck.RIGHT ? keep(caller, wanted.proof(), row.step()) : result;
  }

  /// Digits are not enough any more once there was a key, and keys come in order.
  private static boolean mayFollow(Optional<Pin> before, Proof wanted) {
    long counter = before.map(Pin::counter).orElse(0L);
    return switch (wanted) {
      case SentDigits _ -> counter == 0;
      case NewKey(var tip) -> tip.counter() > counter;
      case Signature _ -> false;
    };
  }

  private PinCheck keep(Caller caller, Proof wanted, long before) {
    Optional<Pin> pin =
        switch (wanted) {
          case SentDigits(var text) -> hashing.of(text).map(Pin.PinDigits::new);
          case NewKey(var tip) -> Optional.of(tip);
          case Signature _ -> throw new IllegalStateException("a signature is not a PIN");
        };
    if (pin.isEmpty()) {
      return PinCheck.TOO_MANY;
    }
    boolean kept =
        directory.change(
            tx -> PinTable.replace(tx.handle(), caller.user(), pin.get(), before, stamps.next()));
    // Somebody else has changed it meanwhile.
    return kept ? PinCheck.RIGHT : PinCheck.WRONG;
  }

  private PinCheck check(
      Caller caller, Pin pin, HiddenPin hidden, long otherIterator, TipBody body) {
    if (!isOfKind(pin, hidden.proof())) {
      return PinCheck.MALFORMED;
    }
    if (!isDatedNow(hidden)) {
      return PinCheck.WRONG;
    }
    // Written before it is looked at: who breaks off, or asks many times at once, has tried.
    var failure = new PinFailure(UUID.randomUUID(), stamps.next());
    // Not in the transaction: to notice that time passed may be a write of its own.
    long since = ages.ago(FAILURES_WITHIN);
    long kept = ages.ago(FAILURES_KEPT);
    Optional<PinCheck> refused =
        directory.change(tx -> {
          PinTable.forgetFailures(tx.handle(), caller.user(), kept);
          return attempt(tx.handle(), caller, hidden, otherIterator, since, failure);
        });
    if (refused.isPresent()) {
      return refused.get();
    }
    PinCheck result = compare(pin, hidden.proof(), body);
    if (result != PinCheck.WRONG) {
      directory.run(tx -> takeBack(tx.handle(), caller, failure, result));
    }
    return result;
  }

  private static boolean isOfKind(Pin pin, Proof proof) {
    return switch (pin) {
      case Pin.PinDigits _ -> proof instanceof SentDigits;
      case Pin.Tip _ -> proof instanceof Signature;
    };
  }

  private boolean isDatedNow(HiddenPin hidden) {
    Duration off = Duration.between(hidden.at(), clock.instant()).abs();
    return off.compareTo(CLOCKS_DIFFER) <= 0;
  }

  private Optional<PinCheck> attempt(
      Handle handle,
      Caller caller,
      HiddenPin hidden,
      long otherIterator,
      long since,
      PinFailure failure) {
    if (PinTable.failures(handle, caller.user(), since) >= MOST_FAILURES) {
      return Optional.of(PinCheck.TOO_MANY);
    }
    if (!countUp(handle, caller, hidden.iterator(), otherIterator)) {
      return Optional.of(PinCheck.WRONG);
    }
    PinTable.addFailure(handle, caller.user(), failure);
    return Optional.empty();
  }

  /// Two that come together may have been counted in either order.
  private static boolean countUp(Handle handle, Caller caller, long one, long other) {
    if (Math.min(one, other) <= PinTable.iterator(handle, caller.session())) {
      return false;
    }
    PinTable.setIterator(handle, caller.session(), Math.max(one, other));
    return true;
  }

  private static void takeBack(Handle handle, Caller caller, PinFailure failure, PinCheck result) {
    PinTable.remove(handle, failure);
    if (result == PinCheck.RIGHT) {
      PinTable.wasRight(handle, caller.user(), failure.at());
    }
  }

  private PinCheck compare(Pin pin, Proof proof, TipBody body) {
    return switch (pin) {
      case Pin.PinDigits(var hash) ->
          hashing
              .matches(hash, ((SentDigits) proof).text())
              .map(right -> right ? PinCheck.RIGHT : PinCheck.WRONG)
              .orElse(PinCheck.TOO_MANY);
      case Pin.Tip(var key, var _) ->
          isSigned(key, body, ((Signature) proof).bytes()) ? PinCheck.RIGHT : PinCheck.WRONG;
    };
  }

  private static boolean isSigned(Ed25519Key key, TipBody body, byte[] signature) {
    try {
      var verifier = java.security.Signature.getInstance("Ed25519");
      verifier.initVerify(key.publicKey());
      verifier.update(body.bytes());
      return verifier.verify(signature);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private Optional<PinTable.Row> row(Caller caller) {
    return directory.read(handle -> PinTable.find(handle, caller.user()));
  }

  private Optional<HiddenPin> open(Caller caller, String pin) {
    return accounts
        .findSession(caller.session())
        .flatMap(accounts.serverKey()::pinKey)
        .flatMap(key -> HiddenPin.open(key, pin));
  }
}
