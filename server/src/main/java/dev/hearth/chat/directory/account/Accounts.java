package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Answers;
import dev.hearth.chat.directory.door.Answers.Room;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/// The people, the bots, and the sessions they are signed in with.
///
/// Any thread may call. Caches answer frequent questions; a change is in them before it returns.
public final class Accounts implements AccountView {
  /// The author of what the server itself says. Not a user: nobody finds it.
  public static final UserId SYSTEM = new UserId(new UUID(0, 0));

  public static final Migrations MIGRATIONS =
      new Migrations(
          "db/account",
          List.of(
              "V1_1__users_apps_sessions_relationships.sql",
              "V1_2__favourite_apps_reports.sql",
              "V1_3__who_knows_whom.sql",
              "V1_4__portraits.sql",
              "V1_5__linked_devices.sql"));

  private static final int MOST_CACHED = 100_000;

  private final Database database;
  private final ServerKey serverKey;
  private final PositionClock stamps;
  private final Answers<UserId, Optional<User>> users;
  private final Answers<UserId, List<Session>> sessionsOfUsers;
  private final Answers<SessionId, Optional<Session>> sessions;
  private final AtomicLong sessionChanges = new AtomicLong();
  private final List<SessionNews> news = new CopyOnWriteArrayList<>();
  private final List<Consumer<Session>> revocationListeners = new CopyOnWriteArrayList<>();

  /// @param stamps stamps sessions, among others: they get what lies beyond. It is raised above
  ///   those there are
  public Accounts(Database database, ServerKey serverKey, PositionClock stamps) {
    this.database = database;
    this.serverKey = serverKey;
    this.stamps = stamps;
    stamps.raise(database.read(SessionTable::newestStamp));
    users = new Answers<>(database, Room.forAsMany(MOST_CACHED), UserTable::find);
    sessionsOfUsers =
        new Answers<>(
            database,
            Room.forAsMany(MOST_CACHED),
            (handle, user) -> List.copyOf(SessionTable.of(handle, user)));
    sessions = new Answers<>(database, Room.forAsMany(MOST_CACHED), SessionTable::find);
  }

  public ServerKey serverKey() {
    return serverKey;
  }

  @Override
  public Optional<User> findUser(UserId id) {
    return users.get(id);
  }

  public Optional<User> findUser(long identityNumber) {
    return database.read(handle -> UserTable.find(handle, identityNumber)).flatMap(this::findUser);
  }

  /// The user whose QR code carries this.
  public Optional<User> findUserByCode(String codeId) {
    return database.read(handle -> UserTable.findByCode(handle, codeId)).flatMap(this::findUser);
  }

  public Optional<User> findUserByPhone(String phone) {
    return database.read(handle -> UserTable.findByPhone(handle, phone)).flatMap(this::findUser);
  }

  /// The users with these ids, each once, in the order of the ids; unknown ids are skipped.
  public List<User> users(Collection<UserId> ids) {
    return ids.stream().distinct().flatMap(id -> findUser(id).stream()).toList();
  }

  /// Everybody there is, by identity number: people first, then bots.
  ///
  /// @param afterIdentityNumber where the last page ended; 0 for the first
  public List<User> list(long afterIdentityNumber, int limit) {
    return database.read(handle -> UserTable.list(handle, afterIdentityNumber, limit));
  }

  public User registerPerson(String fullName) {
    return register(UserId.random(), fullName, Optional.empty());
  }

  /// Registers a bot. Without a creator it is its own.
  public User registerBot(String fullName, Optional<UserId> creator) {
    return registerBot(fullName, creator, List.of());
  }

  /// @param capabilities beside those that every bot has
  public User registerBot(String fullName, Optional<UserId> creator, List<String> capabilities) {
    var id = UserId.random();
    return register(id, fullName, Optional.of(App.plain(creator.orElse(id), capabilities, now())));
  }

  /// Somebody to sign up, with the key of their first session.
  public record Newcomer(String fullName, SessionKey key, String platform) {}

  /// A new user, and their first session.
  public record SignedUp(User user, Session session) {}

  /// Signs many people up, and each in on a device: all of them, or none. One transaction for all
  /// takes a fraction of the time that one for each would.
  public List<SignedUp> registerPeople(List<Newcomer> newcomers) {
    try (var _ = stamps.hold()) {
      List<SignedUp> signedUp = database.write(handle -> signUp(handle, newcomers));
      signedUp.forEach(one -> {
        users.forget(one.user().id());
        sessionsOfUsers.forget(one.user().id());
        sessions.forget(one.session().id());
      });
      return signedUp;
    }
  }

  private List<SignedUp> signUp(Handle handle, List<Newcomer> newcomers) {
    List<SignedUp> signedUp = new ArrayList<>();
    for (var newcomer : newcomers) {
      var user = insert(handle, UserId.random(), newcomer.fullName(), Optional.empty());
      var session =
          newSession(
              user.id(),
              newcomer.key(),
              newcomer.platform(),
              OptionalInt.empty(),
              Optional.empty());
      SessionTable.insert(handle, session);
      signedUp.add(new SignedUp(user, session));
    }
    return signedUp;
  }

  private User register(UserId id, String fullName, Optional<App> app) {
    var user = database.write(handle -> insert(handle, id, fullName, app));
    users.forget(id);
    return user;
  }

  private User insert(Handle handle, UserId id, String fullName, Optional<App> app) {
    new ProfileChange(Optional.of(fullName), Optional.empty(), Optional.empty());
    boolean bot = app.isPresent();
    var user =
        new User(
            id,
            IdentityNumbers.after(UserTable.lastIdentityNumber(handle, bot), bot),
            fullName,
            "",
            "",
            "",
            UUID.randomUUID().toString(),
            Preferences.DEFAULT,
            now(),
            app);
    UserTable.insert(handle, user);
    return user;
  }

  /// The user as they are after the change.
  ///
  /// @param along writes what belongs to it, in its transaction
  /// @throws java.util.NoSuchElementException when the user does not exist
  public User update(UserId id, ProfileChange change, Consumer<Handle> along) {
    try {
      database.change(handle -> {
        UserTable.update(handle, id, change);
        along.accept(handle);
      });
    } finally {
      users.forget(id);
    }
    return findUser(id).orElseThrow();
  }

  /// Changes the user's preferences with `change`, and returns the user as they are then.
  ///
  /// @throws java.util.NoSuchElementException when the user does not exist
  public User prefer(UserId id, UnaryOperator<Preferences> change) {
    try {
      database.change(handle -> {
        var was = UserTable.find(handle, id).orElseThrow().preferences();
        UserTable.update(handle, id, change.apply(was));
      });
    } finally {
      users.forget(id);
    }
    return findUser(id).orElseThrow();
  }

  /// Gives the user another code; links with the old one lead nowhere.
  ///
  /// @throws java.util.NoSuchElementException when the user does not exist
  public User replaceCode(UserId id) {
    try {
      database.change(handle -> UserTable.setCode(handle, id, UUID.randomUUID().toString()));
    } finally {
      users.forget(id);
    }
    return findUser(id).orElseThrow();
  }

  /// Signs a user in on a new device.
  ///
  /// @param platform `iOS`, `Android`, `Desktop`, or `` for a bot's
  public Session openSession(UserId user, SessionKey key, String platform) {
    try (var _ = stamps.hold()) {
      var session = newSession(user, key, platform, OptionalInt.empty(), Optional.empty());
      open(session, others -> true);
      return session;
    }
  }

  /// Signs a user in on a new device, if the rules allow it.
  ///
  /// @param linkedBy the device that vouches for it
  /// @param rules what has to hold for the user's other sessions, in the same transaction
  /// @return the new device's session; empty when the rules don't allow it
  public Optional<Session> openSession(
      UserId user, NewDevice device, SessionId linkedBy, Predicate<List<Session>> rules) {
    var number = OptionalInt.of(device.registrationId());
    try (var _ = stamps.hold()) {
      var session =
          newSession(user, device.key(), device.platform(), number, Optional.of(linkedBy));
      return open(session, rules) ? Optional.of(session) : Optional.empty();
    }
  }

  /// Signs a user in on a new device, and out on all they had: at once, or not at all.
  public Session replaceSessions(UserId user, NewDevice device) {
    var number = OptionalInt.of(device.registrationId());
    Session session;
    List<Session> ended;
    try (var _ = stamps.hold()) {
      session = newSession(user, device.key(), device.platform(), number, Optional.empty());
      ended = replace(session);
    }
    ended.forEach(one -> sessions.forget(one.id()));
    news.forEach(SessionNews::written);
    ended.forEach(one -> revocationListeners.forEach(listener -> listener.accept(one)));
    return session;
  }

  private List<Session> replace(Session session) {
    try {
      return database.write(handle -> replace(handle, session));
    } finally {
      sessions.forget(session.id());
      sessionsOfUsers.forget(session.user());
      sessionChanges.incrementAndGet();
    }
  }

  private List<Session> replace(Handle handle, Session session) {
    var ended = SessionTable.of(handle, session.user());
    for (Session one : ended) {
      SessionTable.revoke(handle, one.id(), now());
      // There is nobody left to be told.
      news.forEach(each -> each.revoked(handle, one, List.of()));
    }
    SessionTable.insert(handle, session);
    news.forEach(each -> each.opened(handle, session, List.of()));
    return ended;
  }

  private boolean open(Session session, Predicate<List<Session>> rules) {
    boolean opened;
    try {
      opened =
          database.write(handle -> {
            var others = SessionTable.of(handle, session.user());
            if (!rules.test(others)) {
              return false;
            }
            SessionTable.insert(handle, session);
            news.forEach(one -> one.opened(handle, session, others));
            return true;
          });
    } finally {
      sessions.forget(session.id());
      sessionsOfUsers.forget(session.user());
      sessionChanges.incrementAndGet();
    }
    if (opened) {
      news.forEach(SessionNews::written);
    }
    return opened;
  }

  @Override
  public Optional<Session> findSession(SessionId id) {
    return sessions.get(id);
  }

  @Override
  public List<Session> sessions(UserId user) {
    return sessionsOfUsers.get(user);
  }

  /// The same as a transaction sees them: none of them ends before it is over.
  public List<Session> sessions(Handle handle, UserId user) {
    return List.copyOf(SessionTable.of(handle, user));
  }

  @Override
  public long sessionChanges() {
    return sessionChanges.get();
  }

  /// Signs a session out for good, and tells the listeners.
  ///
  /// @return whether it was active
  public boolean revoke(SessionId id) {
    var session = database.read(handle -> SessionTable.find(handle, id));
    if (session.isEmpty()) {
      return false;
    }
    try {
      database.tidy(handle -> {
        SessionTable.revoke(handle, id, now());
        var others = SessionTable.of(handle, session.get().user());
        news.forEach(one -> one.revoked(handle, session.get(), others));
      });
    } finally {
      sessions.forget(id);
      sessionsOfUsers.forget(session.get().user());
      sessionChanges.incrementAndGet();
    }
    news.forEach(SessionNews::written);
    revocationListeners.forEach(listener -> listener.accept(session.get()));
    return true;
  }

  /// Says what kind of device a session is.
  public void setPlatform(SessionId id, String platform) {
    var session = findSession(id);
    if (session.isEmpty() || session.get().platform().equals(platform)) {
      return;
    }
    try {
      database.change(handle -> SessionTable.setPlatform(handle, id, platform));
    } finally {
      sessions.forget(id);
      sessionsOfUsers.forget(session.get().user());
    }
  }

  /// Has `listener` hear of each session that begins or ends, within the transaction.
  public void whenSigning(SessionNews listener) {
    news.add(listener);
  }

  /// Calls `listener` after each revocation, on the thread that revoked.
  public void whenRevoked(Consumer<Session> listener) {
    revocationListeners.add(listener);
  }

  /// The same people, for threads that never wait.
  public AccountView inMemory() {
    return new AccountView() {
      @Override
      public Optional<User> findUser(UserId id) {
        return users.inMemory(id);
      }

      @Override
      public Optional<Session> findSession(SessionId id) {
        return sessions.inMemory(id);
      }

      @Override
      public List<Session> sessions(UserId user) {
        return sessionsOfUsers.inMemory(user);
      }

      @Override
      public long sessionChanges() {
        return sessionChanges.get();
      }
    };
  }

  private Session newSession(
      UserId user,
      SessionKey key,
      String platform,
      OptionalInt registrationId,
      Optional<SessionId> linkedBy) {
    var id = SessionId.random();
    String pinToken = serverKey.pinToken(id, key);
    return new Session(id, user, key, pinToken, platform, registrationId, linkedBy, stamps.next());
  }

  private long now() {
    return stamps.now();
  }
}
