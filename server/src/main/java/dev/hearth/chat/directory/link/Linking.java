package dev.hearth.chat.directory.link;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.platform.limits.Elapsed;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// Links a new device to the account of one that is signed in. The devices call in this order:
/// {@link #open} and {@link #look} by the new one, {@link #code} and {@link #answer} by the one
/// that is signed in, {@link #signIn} by the new one.
///
/// Any thread may call.
public final class Linking {
  /// How many devices of an account may be linked at a time.
  public static final int MOST_LINKED = 5;

  /// How long a new device may wait for an answer.
  public static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

  /// How long an answer waits for the new device.
  public static final Duration TAKEN_WITHIN = Duration.ofSeconds(60);

  /// How long a code is good for; meanwhile its device asks its owner, and hands it over.
  public static final Duration CODE_LIFE = Duration.ofMinutes(3);

  /// How long a secret may be, in characters. Those of clients have about 800.
  public static final int MOST_SECRET = 4_096;

  private static final int MOST_ANSWERS = 4_096;
  private static final int MOST_ANSWERS_OF_USER = 8;
  private static final int MOST_CODES = 65_536;
  private static final int CODE_BYTES = 16;

  /// The answer to a device that wants to link another.
  public sealed interface Offer {}

  /// @param text what the new device signs in with, once
  public record Code(String text) implements Offer {}

  /// This device may not: it is a bot's, or was linked itself.
  public record MayNotLink() implements Offer {}

  /// There are {@link #MOST_LINKED} linked devices.
  public record TooManyDevices() implements Offer {}

  /// More are being linked than there is room for; later, perhaps.
  public record TooManyAtOnce() implements Offer {}

  /// The result of an answer.
  public enum Answered {
    TAKEN,
    /// Nobody waits under this id: not any more, or somebody answered before.
    NOBODY_WAITS,
    MAY_NOT_LINK,
    TOO_MANY_DEVICES,
    NO_ROOM
  }

  private record Answer(UserId user, String secret) {
    @Override
    public String toString() {
      return "Answer[" + user + "]";
    }
  }

  private record Permit(UserId user, String code) {
    @Override
    public String toString() {
      return "Permit[" + user + "]";
    }
  }

  private final Accounts accounts;
  private final InstantSource clock;
  private final DeviceIds ids;
  private final Fleeting<UUID, Answer> answers;
  private final Fleeting<SessionId, Permit> permits;
  private final SecureRandom random = new SecureRandom();

  public Linking(Accounts accounts, InstantSource clock) {
    this.accounts = accounts;
    // With the clock itself, an id would live on for as long as it steps back.
    this.clock = Elapsed.onwards(clock);
    this.ids = new DeviceIds(ANSWERED_WITHIN, this.clock);
    this.answers = new Fleeting<>(MOST_ANSWERS, TAKEN_WITHIN, clock);
    this.permits = new Fleeting<>(MOST_CODES, CODE_LIFE, clock);
  }

  /// An id for a new device to wait under. It takes no memory, so anybody may have one.
  public WaitingDevice open() {
    return ids.issue();
  }

  /// The state that a waiting device sees.
  ///
  /// @param secret for its eyes, handed out once; "" until it is there, and after that
  public record Sight(WaitingDevice device, String secret) {
    @Override
    public String toString() {
      return "Sight[" + device + "]";
    }
  }

  /// Looks whether the device was answered; empty when it isn't ours, or its time is over.
  public Optional<Sight> look(UUID id) {
    return ids.find(id)
        .flatMap(device ->
            answers
                .find(id)
                .flatMap(answer -> answers.exchange(id, new Answer(answer.user(), "")))
                .map(Answer::secret)
                .or(() -> waits(device) ? Optional.of("") : Optional.empty())
                .map(secret -> new Sight(device, secret)));
  }

  /// A code for the caller to put into what it hands over. It takes the place of the one before.
  public Offer code(Caller caller) {
    return switch (permission(caller)) {
      case GRANTED -> newCode(caller);
      case NOT_THIS_DEVICE -> new MayNotLink();
      case TOO_MANY_DEVICES -> new TooManyDevices();
    };
  }

  private Offer newCode(Caller caller) {
    byte[] bytes = new byte[CODE_BYTES];
    random.nextBytes(bytes);
    String code = WireBase64.rawUrl(bytes);
    return permits.put(caller.session(), new Permit(caller.user(), code))
        ? new Code(code)
        : new TooManyAtOnce();
  }

  /// Hands a secret over to a waiting device. Each is answered once.
  ///
  /// @param secret at most {@link #MOST_SECRET} characters, which mean nothing here
  public Answered answer(Caller caller, UUID id, String secret) {
    if (secret.isEmpty() || secret.length() > MOST_SECRET) {
      throw new IllegalArgumentException("a secret has 1 to " + MOST_SECRET + " characters");
    }
    return switch (permission(caller)) {
      case GRANTED -> keep(caller, id, secret);
      case NOT_THIS_DEVICE -> Answered.MAY_NOT_LINK;
      case TOO_MANY_DEVICES -> Answered.TOO_MANY_DEVICES;
    };
  }

  private Answered keep(Caller caller, UUID id, String secret) {
    if (ids.find(id).filter(this::waits).isEmpty() || answers.find(id).isPresent()) {
      return Answered.NOBODY_WAITS;
    }
    if (answers.count(answer -> answer.user().equals(caller.user())) >= MOST_ANSWERS_OF_USER) {
      return Answered.NO_ROOM;
    }
    return answers.add(id, new Answer(caller.user(), secret)) ? Answered.TAKEN : Answered.NO_ROOM;
  }

  /// Signs the new device in with a code; nobody else does with the same.
  ///
  /// @param by the device that got the code
  /// @return the new session; empty when this is not the code, or it is used or too old, or `by`
  ///   may not link any more
  public Optional<Session> signIn(UserId user, SessionId by, String code, NewDevice device) {
    return permits
        .take(by, permit -> permit.user().equals(user) && same(permit.code(), code))
        .flatMap(permit ->
            accounts.openSession(
                user,
                device,
                Optional.of(by),
                sessions -> Permission.of(sessions, by) == Permission.GRANTED));
  }

  private Permission permission(Caller caller) {
    return caller.bot()
        ? Permission.NOT_THIS_DEVICE
        : Permission.of(accounts.sessions(caller.user()), caller.session());
  }

  private boolean waits(WaitingDevice device) {
    return clock.instant().isBefore(device.expiresAt());
  }

  /// Takes as long for a near miss as for a wide one.
  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
