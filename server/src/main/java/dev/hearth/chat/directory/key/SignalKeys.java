package dev.hearth.chat.directory.key;

import dev.hearth.chat.ChatAllowances.Pair;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.Willingness;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Membership;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Fact.SessionEnded;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.Ages;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.OneTimePreKey;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.PreKeyUpload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The keys of all devices: decides who may upload which, and who gets them.
///
/// Any thread may call; calls block. A one-time key is durably taken before the call that gives it
/// out returns.
public final class SignalKeys {
  public static final Migrations MIGRATIONS =
      new Migrations(
          "db/key", List.of("V6_1__signal_keys.sql", "V6_2__found_by_number_and_taker.sql"));

  /// How many one-time keys of a device are kept; beyond that the oldest go.
  public static final int MOST_KEPT = 2_000;

  /// How long a taken key is remembered. A client that repeats an upload does so within minutes.
  private static final Duration REMEMBERED = Duration.ofDays(90);

  /// The result of an upload.
  public enum KeysLeft {
    KEPT,
    /// The signed key is not signed by the identity key. Nothing changed.
    NOT_SIGNED,
    /// The account has another identity. Nothing changed.
    OTHER_IDENTITY,
    /// The device has been signed out meanwhile. Nothing changed.
    SIGNED_OUT;

    /// Why nothing changed, if so.
    public Optional<Refusal> refusal() {
      return switch (this) {
        case KEPT -> Optional.empty();
        case NOT_SIGNED ->
            Optional.of(
                Refusal.invalid("signed_pre_key", "The signed key is signed by another identity."));
        case OTHER_IDENTITY ->
            Optional.of(
                Refusal.of(
                    ErrorCode.FORBIDDEN, "The account's devices have another identity key."));
        case SIGNED_OUT ->
            Optional.of(Refusal.of(ErrorCode.UNAUTHORIZED, "The device has been signed out."));
      };
    }
  }

  public static final Refusal NOT_FOR_BOTS =
      Refusal.of(ErrorCode.FORBIDDEN, "Bots have no Signal keys, and take none.");

  /// A field of an upload is missing, or wrong.
  public static Refusal unreadable(String field) {
    return Refusal.invalid(field, "It is missing, or not as such a key or list of keys is.");
  }

  private final Directory directory;
  private final Accounts accounts;
  private final Relationships relationships;
  private final Willingness willingness;
  private final Conversations conversations;
  private final Allowance<Pair<UserId, SessionId>> oneTimeKeys;
  private final Ages ages;

  /// @param oneTimeKeys how many of a device's one user gets. Beyond it the user gets bundles
  ///   without one: nobody can empty a stock by asking again and again
  /// @param ages how long ago a key was taken
  public SignalKeys(
      Directory directory,
      Accounts accounts,
      Relationships relationships,
      Conversations conversations,
      Allowance<Pair<UserId, SessionId>> oneTimeKeys,
      Ages ages) {
    this.directory = directory;
    this.accounts = accounts;
    this.relationships = relationships;
    this.willingness = new Willingness(accounts, relationships);
    this.conversations = conversations;
    this.oneTimeKeys = oneTimeKeys;
    this.ages = ages;
    // The keys of a device that is signed out go with it.
    directory.addConsequence(
        SessionEnded.class, (tx, ended) -> SignalKeyTable.delete(tx.handle(), ended.session()));
  }

  /// Keeps the keys of the calling device: the signed key in place of the one before, one-time keys
  /// beside those that are left. All of it, or nothing.
  ///
  /// The devices of an account share its identity, and none changes it while it is signed in.
  public KeysLeft leave(Caller caller, PreKeyUpload keys) {
    if (!keys.signed().signedBy(keys.identity())) {
      return KeysLeft.NOT_SIGNED;
    }
    // Not in the transaction: to notice that time passed may be a write of its own.
    long forgotten = ages.ago(REMEMBERED);
    return directory.change(tx -> {
      Handle handle = tx.handle();
      Set<SessionId> signedIn =
          accounts.sessions(handle, caller.user()).stream()
              .map(Session::id)
              .collect(Collectors.toSet());
      if (!signedIn.contains(caller.session())) {
        return KeysLeft.SIGNED_OUT;
      }
      boolean other =
          SignalKeyTable.of(handle, caller.user()).stream()
              .filter(device -> signedIn.contains(device.session()))
              .anyMatch(device -> !device.identity().equals(keys.identity()));
      if (other) {
        return KeysLeft.OTHER_IDENTITY;
      }
      SignalKeyTable.put(handle, caller.session(), caller.user(), keys, now());
      SignalKeyTable.forgetTaken(handle, caller.session(), forgotten);
      SignalKeyTable.add(handle, caller.session(), keys.oneTime());
      SignalKeyTable.cap(handle, caller.session(), MOST_KEPT);
      return KeysLeft.KEPT;
    });
  }

  /// The directory was restored from a backup. One-time keys that are left in it may have been
  /// taken since, and their devices have thrown them away: nobody gets them any more. Devices leave
  /// new ones when they find that few are left.
  public static void forgetOneTimeKeys(Directory directory, Instant now) {
    directory.run(tx -> SignalKeyTable.takeAll(tx.handle(), WireTime.micros(now)));
  }

  /// How many one-time keys of a device are left.
  public int left(SessionId device) {
    return directory.read(handle -> SignalKeyTable.left(handle, device));
  }

  /// The bundles that the caller needs to write to these devices, each named once. A bundle has a
  /// one-time key as long as there are any and the caller's allowance lasts. Devices that uploaded
  /// no keys or are signed out are left out, and those of users to whom the caller can't write:
  /// users who share no group with the caller, nor a conversation in which they hear the caller, or
  /// who block the caller.
  public List<PreKeyBundle> take(Caller caller, List<PreKeyRequest> wanted) {
    List<Session> devices = reachable(caller, wanted);
    if (devices.isEmpty()) {
      return List.of();
    }
    // The database may have the change made several times: it is charged once.
    var allowed = new HashMap<SessionId, Boolean>();
    return directory.change(tx -> {
      Handle handle = tx.handle();
      List<PreKeyBundle> bundles = new ArrayList<>(devices.size());
      for (Session device : devices) {
        SignalKeyTable.find(handle, device.id())
            .map(found ->
                bundle(
                    handle,
                    caller,
                    device,
                    found,
                    allowed.computeIfAbsent(device.id(), id -> mayTake(caller.user(), id))))
            .ifPresent(bundles::add);
      }
      return List.copyOf(bundles);
    });
  }

  private boolean mayTake(UserId user, SessionId device) {
    return oneTimeKeys.charge(new Pair<>(user, device), 1) instanceof Charge.Allowed;
  }

  private PreKeyBundle bundle(
      Handle handle, Caller caller, Session session, SignalDevice device, boolean withOneTimeKey) {
    Optional<OneTimePreKey> oneTime =
        withOneTimeKey
            ? SignalKeyTable.take(handle, device.session(), caller.user(), now())
            : Optional.empty();
    return new PreKeyBundle(
        device.user(),
        device.session(),
        registrationId(session),
        device.identity(),
        device.signed(),
        oneTime);
  }

  private List<Session> reachable(Caller caller, List<PreKeyRequest> wanted) {
    Set<ConversationId> mine = ongoing(caller.user());
    Map<UserId, Boolean> allowed = new HashMap<>();
    Set<Session> devices = new LinkedHashSet<>();
    for (PreKeyRequest request : wanted) {
      if (allowed.computeIfAbsent(request.user(), user -> mayWrite(caller.user(), user, mine))) {
        accounts.sessions(request.user()).stream()
            .filter(session -> request.session().map(session.id()::equals).orElse(true))
            .filter(session -> !session.id().equals(caller.session()))
            .findFirst()
            .ifPresent(devices::add);
      }
    }
    return List.copyOf(devices);
  }

  private boolean mayWrite(UserId caller, UserId user, Set<ConversationId> callersConversations) {
    if (user.equals(caller)) {
      return true;
    }
    if (relationships.blocks(user, caller)) {
      return false;
    }
    // Anybody can make the conversation of two; in it, only those are heard who are wanted.
    var contact = ConversationId.ofContact(caller, user);
    Set<ConversationId> shared = ongoing(user);
    shared.retainAll(callersConversations);
    return (shared.contains(contact) && willingness.hears(user, caller))
        || shared.stream().anyMatch(each -> !each.equals(contact));
  }

  private Set<ConversationId> ongoing(UserId user) {
    return conversations.membershipsOf(user).stream()
        .filter(Membership::ongoing)
        .map(Membership::conversation)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// A number that clients write into their first message and nobody compares. Devices say theirs
  /// when they sign in; one that was signed in by the operator has one of ours, always the same.
  private static int registrationId(Session session) {
    int ours = 1 + Math.floorMod(session.id().uuid().hashCode(), NewDevice.MOST_REGISTRATION_ID);
    return session.registrationId().orElse(ours);
  }

  private long now() {
    return directory.stamps().now();
  }
}
