package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Answers;
import dev.hearth.chat.directory.door.Answers.Room;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Fact.SessionBegan;
import dev.hearth.chat.directory.door.Fact.SessionChanged;
import dev.hearth.chat.directory.door.Fact.SessionEnded;
import dev.hearth.chat.directory.door.Fact.UserChanged;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/// The people, the bots, and the sessions they are signed in with.
///
/// Any thread may call; calls block, {@link #inMemory} doesn't.
public final class Accounts implements AccountView {
  /// The author of what the server itself says. Not a user: nobody finds it.
  public static final UserId SYSTEM = Outbox.SYSTEM_USER;

  public static final Migrations MIGRATIONS =
      new Migrations(
          "db/account",
          List.of(
              "V1_1__users_apps_sessions_relationships.sql",
              "V1_2__favourite_apps_reports.sql",
              "V1_3__who_knows_whom.sql",
              "V1_4__portraits.sql",
              "V1_5__linked_devices.sql",
              "V1_6__one_phone_number_each.sql",
              "V1_7__device_names.sql"));

  private static final int MOST_CACHED = 100_000;

  private final Directory directory;
  private final ServerKey serverKey;
  private final Answers<UserId, Optional<User>> users;
  private final Answers<UserId, List<Session>> sessionsOfUsers;
  private final Answers<SessionId, Optional<Session>> sessions;
  private final LongSupplier sessionChanges;

  /// Raises the clock of the directory above the beginnings of all sessions.
  public Accounts(Directory directory, ServerKey serverKey) {
    this.directory = directory;
    this.serverKey = serverKey;
    directory.stamps().raise(directory.read(SessionTable::newestStamp));
    users =
        directory
            .answers(
                Room.<Optional<User>>forAsMany(MOST_CACHED),
                (Handle handle, UserId id) -> UserTable.find(handle, id))
            .forgottenWith(UserChanged.class, UserChanged::user);
    sessionsOfUsers =
        directory
            .answers(
                Room.<List<Session>>forAsMany(MOST_CACHED),
                (Handle handle, UserId user) -> sessions(handle, user))
            .forgottenWith(SessionBegan.class, SessionBegan::user)
            .forgottenWith(SessionChanged.class, SessionChanged::user)
            .forgottenWith(SessionEnded.class, SessionEnded::user);
    sessions =
        directory
            .answers(Room.<Optional<Session>>forAsMany(MOST_CACHED), SessionTable::find)
            .forgottenWith(SessionBegan.class, SessionBegan::session)
            .forgottenWith(SessionChanged.class, SessionChanged::session)
            .forgottenWith(SessionEnded.class, SessionEnded::session);
    sessionChanges = directory.count(Set.of(SessionBegan.class, SessionEnded.class));
  }

  public ServerKey serverKey() {
    return serverKey;
  }

  @Override
  public Optional<User> findUser(UserId id) {
    return users.get(id);
  }

  public Optional<User> findUser(long identityNumber) {
    return directory.read(handle -> UserTable.find(handle, identityNumber)).flatMap(this::findUser);
  }

  /// The user whose QR code carries this.
  public Optional<User> findUserByCode(String codeId) {
    return directory.read(handle -> UserTable.findByCode(handle, codeId)).flatMap(this::findUser);
  }

  public Optional<User> findUserByPhone(PhoneNumber phone) {
    return directory.read(handle -> UserTable.findByPhone(handle, phone)).flatMap(this::findUser);
  }

  /// The users with these ids, each once, in the order of the ids; unknown ids are skipped.
  public List<User> users(Collection<UserId> ids) {
    return ids.stream().distinct().flatMap(id -> findUser(id).stream()).toList();
  }

  /// Everybody there is, by identity number: people first, then bots.
  ///
  /// @param afterIdentityNumber where the last page ended; 0 for the first
  public List<User> list(long afterIdentityNumber, int limit) {
    return directory.read(handle -> UserTable.list(handle, afterIdentityNumber, limit));
  }

  public User registerPerson(String fullName) {
    return register(UserId.random(), fullName, Optional.empty());
  }

  /// A person with a phone number, which they may sign in with.
  ///
  /// @return empty when the number is somebody's; nothing changed
  public Optional<User> registerPerson(String fullName, PhoneNumber phone) {
    return directory.changeIf(
        Optional::isPresent,
        tx -> {
          if (UserTable.findByPhone(tx.handle(), phone).isPresent()) {
            return Optional.empty();
          }
          var user = insert(tx, UserId.random(), fullName, Optional.empty());
          UserTable.setPhone(tx, user.id(), Optional.of(phone));
          return UserTable.find(tx.handle(), user.id());
        });
  }

  /// Gives a person a phone number, or takes it away.
  ///
  /// @return false when the number is somebody else's; nothing changed
  public boolean setPhone(UserId person, Optional<PhoneNumber> phone) {
    return directory.changeIf(
        Boolean::booleanValue,
        tx -> {
          boolean free =
              phone
                  .flatMap(number -> UserTable.findByPhone(tx.handle(), number))
                  .filter(owner -> !owner.equals(person))
                  .isEmpty();
          if (free) {
            UserTable.setPhone(tx, person, phone);
          }
          return free;
        });
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
    return directory.change(tx -> newcomers.stream().map(one -> signUp(tx, one)).toList());
  }

  private SignedUp signUp(Transaction tx, Newcomer newcomer) {
    var user = insert(tx, UserId.random(), newcomer.fullName(), Optional.empty());
    var session =
        newSession(
                user.id(),
                newcomer.key(),
                newcomer.platform(),
                "",
                OptionalInt.empty(),
                Optional.empty())
            .apply(tx.stamp());
    SessionTable.insert(tx, session);
    return new SignedUp(user, session);
  }

  /// Signs somebody up with a device of their own, as a part of a larger change.
  ///
  /// @param id a new one
  public SignedUp signUp(
      Transaction tx,
      UserId id,
      String fullName,
      Optional<KeptPortrait> portrait,
      NewDevice device) {
    insert(tx, id, fullName, Optional.empty());
    if (portrait.isPresent()) {
      update(tx, id, new ProfileChange(Optional.empty(), Optional.empty(), portrait));
    }
    var session = newSession(id, device, Optional.empty());
    return new SignedUp(
        UserTable.find(tx.handle(), id).orElseThrow(), open(tx, session, List.of()));
  }

  private User register(UserId id, String fullName, Optional<App> app) {
    return directory.change(tx -> insert(tx, id, fullName, app));
  }

  private User insert(Transaction tx, UserId id, String fullName, Optional<App> app) {
    new ProfileChange(Optional.of(fullName), Optional.empty(), Optional.empty());
    boolean bot = app.isPresent();
    var user =
        new User(
            id,
            IdentityNumbers.after(UserTable.lastIdentityNumber(tx.handle(), bot), bot),
            fullName,
            "",
            "",
            "",
            UUID.randomUUID().toString(),
            Preferences.DEFAULT,
            now(),
            app);
    UserTable.insert(tx, user);
    return user;
  }

  /// Changes what a user shows of themselves, as a part of a change that tells others.
  public void update(Transaction tx, UserId id, ProfileChange change) {
    UserTable.update(tx, id, change);
  }

  /// Changes the user's preferences with `change`, and returns the user as they are then.
  ///
  /// @throws java.util.NoSuchElementException when the user does not exist
  public User prefer(UserId id, UnaryOperator<Preferences> change) {
    return directory.change(tx -> {
      var was = UserTable.find(tx.handle(), id).orElseThrow().preferences();
      UserTable.update(tx, id, change.apply(was));
      return UserTable.find(tx.handle(), id).orElseThrow();
    });
  }

  /// Gives the user another code; links with the old one lead nowhere.
  ///
  /// @throws java.util.NoSuchElementException when the user does not exist
  public User replaceCode(UserId id) {
    return directory.change(tx -> {
      UserTable.setCode(tx, id, UUID.randomUUID().toString());
      return UserTable.find(tx.handle(), id).orElseThrow();
    });
  }

  /// Signs a user in on a new device.
  ///
  /// @param platform `iOS`, `Android`, `Desktop`, or `` for a bot's
  public Session openSession(UserId user, SessionKey key, String platform) {
    var session = newSession(user, key, platform, "", OptionalInt.empty(), Optional.empty());
    return directory.change(tx -> open(tx, session, sessions(tx.handle(), user)));
  }

  /// Signs a user in on a new device, if the rules allow it.
  ///
  /// @param linkedBy the device that vouches for it; empty when it signs in by itself
  /// @param rules what has to hold for the user's other sessions, in the same transaction
  /// @return the new device's session; empty when the rules don't allow it
  public Optional<Session> openSession(
      UserId user, NewDevice device, Optional<SessionId> linkedBy, Predicate<List<Session>> rules) {
    var session = newSession(user, device, linkedBy);
    return directory.change(tx ->
        Optional.of(sessions(tx.handle(), user))
            .filter(rules)
            .map(others -> open(tx, session, others)));
  }

  /// Signs a user in on a new device, and out on all they had: at once, or not at all.
  public Session replaceSessions(UserId user, NewDevice device) {
    var session = newSession(user, device, Optional.empty());
    return directory.change(tx -> {
      // There is nobody left to be told.
      sessions(tx.handle(), user).forEach(one -> SessionTable.revoke(tx, one, now()));
      return open(tx, session, List.of());
    });
  }

  private static Session open(
      Transaction tx, LongFunction<Session> unstamped, List<Session> others) {
    var session = unstamped.apply(tx.stamp());
    SessionTable.insert(tx, session);
    DeviceNotices.tellOpened(tx, session, others);
    return session;
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
    return sessionChanges.getAsLong();
  }

  /// Signs a session out for good.
  ///
  /// @return whether it was active
  public boolean revoke(SessionId id) {
    return directory.tidy(tx -> {
      var session = SessionTable.find(tx.handle(), id);
      session.ifPresent(one -> {
        SessionTable.revoke(tx, one, now());
        DeviceNotices.tellRevoked(tx, one, sessions(tx.handle(), one.user()));
      });
      return session.isPresent();
    });
  }

  /// Says what kind of device a session is.
  public void setPlatform(SessionId id, String platform) {
    findSession(id)
        .filter(session -> !session.platform().equals(platform))
        .ifPresent(session -> directory.run(tx -> SessionTable.setPlatform(tx, session, platform)));
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
        return sessionChanges.getAsLong();
      }
    };
  }

  private LongFunction<Session> newSession(
      UserId user, NewDevice device, Optional<SessionId> linkedBy) {
    var number = OptionalInt.of(device.registrationId());
    return newSession(user, device.key(), device.platform(), device.name(), number, linkedBy);
  }

  /// A session that lacks the position at which it begins.
  private LongFunction<Session> newSession(
      UserId user,
      SessionKey key,
      String platform,
      String name,
      OptionalInt registrationId,
      Optional<SessionId> linkedBy) {
    var id = SessionId.random();
    String pinToken = serverKey.pinToken(id, key);
    return since ->
        new Session(id, user, key, pinToken, platform, name, registrationId, linkedBy, since);
  }

  private long now() {
    return directory.stamps().now();
  }
}
