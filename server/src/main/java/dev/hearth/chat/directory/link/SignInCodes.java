package dev.hearth.chat.directory.link;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.PhoneNumber;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.Ages;
import dev.hearth.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes that the operator hands to people, each of which signs one device in: beside those that
/// its owner has, or in their place.
///
/// Wrong tries at a long code are not counted: otherwise anybody who knows a person's number could
/// use up the tries of that person's code. Instead it is too long to be guessed in its time: at
/// 100,000 guesses a second, one in 100 million would be.
///
/// The stock apps take no codes but short ones. Of those, each ends after {@link #MOST_TRIES}, and
/// after {@link SignInTries#MOST} tries in a day none of that person is looked at. A long one still
/// works then.
///
/// In memory: those that are out end with the process. Any thread may call; calls block.
public final class SignInCodes {
  /// How long a code is good for.
  public static final Duration LIFE = Duration.ofMinutes(10);

  /// How many devices an account may have for a code to add one.
  public static final int MOST_DEVICES = 32;

  /// How many tries a short code has.
  public static final int MOST_TRIES = 5;

  /// The tables of the tries at short codes.
  public static final Migrations MIGRATIONS = SignInTries.MIGRATIONS;

  private static final int MOST_CODES = 10_000;
  private static final int MOST_LASTING = 16;
  private static final Duration LASTING = Duration.ofDays(3_650);
  private static final int GROUPS_OF_LONG = 4;
  private static final int DIGITS_OF_GROUP = 4;
  private static final int NUMBERS_OF_GROUP = 10_000;

  /// Whether the devices that are signed in already stay so.
  public enum OtherDevices {
    STAY,
    /// They are signed out, in the same change.
    END
  }

  /// The result of signing in.
  public sealed interface SignInOutcome {}

  /// @param session the new device's
  public record SignedIn(Session session) implements SignInOutcome {}

  /// The code is wrong, or its user has none.
  public record WrongCode() implements SignInOutcome {}

  /// The account has {@link #MOST_DEVICES}, and they were to stay. The code is still good.
  public record NoRoomForDevice() implements SignInOutcome {}

  /// How long a code is.
  public enum CodeLength {
    /// Sixteen digits.
    LONG,
    /// Four digits.
    SHORT
  }

  /// @param triesLeft of a short code
  private record Issued(
      UserId user, String code, OtherDevices others, Optional<AtomicInteger> triesLeft) {
    @Override
    public String toString() {
      return "Issued[" + user + "]";
    }
  }

  private final Accounts accounts;
  private final Fleeting<UUID, Issued> codes;
  private final Fleeting<UUID, Issued> lasting;
  private final SignInTries tries;
  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /// @param ages how old a try at a short code is
  public SignInCodes(Directory directory, Accounts accounts, InstantSource clock, Ages ages) {
    this.accounts = accounts;
    this.tries = new SignInTries(directory, ages);
    this.codes = new Fleeting<>(MOST_CODES, LIFE, clock);
    this.lasting = new Fleeting<>(MOST_LASTING, LASTING, clock);
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /// A new code for a person, in the place of the one before, such as `0123-4567-8901-2345`; empty
  /// for a bot, and when too many are out.
  ///
  /// @param others `END` signs the user's other devices out, whatever the new one asks for
  public Optional<String> issue(User user, OtherDevices others, CodeLength length) {
    String code = draw(length);
    Optional<AtomicInteger> triesLeft =
        length == CodeLength.SHORT ? Optional.of(new AtomicInteger(MOST_TRIES)) : Optional.empty();
    var issued = new Issued(user.id(), digits(code), others, triesLeft);
    return !user.bot() && codes.put(id(user.id()), issued) ? Optional.of(code) : Optional.empty();
  }

  /// Whether short codes of this person are useless for now, because of too many tries.
  public boolean triesUsedUp(User user) {
    return tries.usedUp(user.id());
  }

  /// Makes a code good for any number of devices, as long as this process runs. For development
  /// servers, where everybody may know the code.
  public void allow(UserId user, String code) {
    lasting.put(id(user), new Issued(user, digits(code), OtherDevices.STAY, Optional.empty()));
  }

  /// A code in the form of those that are issued, which signs nobody in yet.
  public String draw(CodeLength length) {
    return random
        .ints(length == CodeLength.LONG ? GROUPS_OF_LONG : 1, 0, NUMBERS_OF_GROUP)
        .mapToObj(("%0" + DIGITS_OF_GROUP + "d")::formatted)
        .collect(Collectors.joining("-"));
  }

  /// The id under which somebody is to say their code. Every name has an id, and always the same
  /// one, so that ids don't show whether a person exists or has a code.
  ///
  /// @param name their identity number, or their phone number
  public UUID begin(String name) {
    Optional<User> byNumber =
        Optional.of(name)
            .filter(text -> text.matches("[1-9][0-9]{0,17}"))
            .flatMap(number -> accounts.findUser(Long.parseLong(number)));
    return byNumber
        .or(() -> PhoneNumber.find(name).flatMap(accounts::findUserByPhone))
        .map(user -> id(user.id()))
        .orElseGet(() -> id("nobody " + name));
  }

  /// Signs a device in. This uses the code up.
  ///
  /// @param id of {@link #begin}
  /// @param code as it was issued, or with other spaces and dashes
  /// @param wanted what the device asks for; the operator may have decided otherwise
  public SignInOutcome signIn(UUID id, String code, NewDevice device, OtherDevices wanted) {
    String digits = digits(code);
    Optional<Issued> issued = find(id, digits);
    return issued.isPresent() ? signIn(id, issued.get(), device, wanted) : new WrongCode();
  }

  private SignInOutcome signIn(UUID id, Issued issued, NewDevice device, OtherDevices wanted) {
    UserId user = issued.user();
    boolean end = wanted == OtherDevices.END || issued.others() == OtherDevices.END;
    if (!end && !hasRoom(accounts.sessions(user))) {
      return new NoRoomForDevice();
    }
    if (!use(id, issued.code())) {
      return new WrongCode();
    }
    if (issued.triesLeft().isPresent()) {
      tries.forget(user);
    }
    return end
        ? new SignedIn(accounts.replaceSessions(user, device))
        : accounts
            .openSession(user, device, Optional.empty(), SignInCodes::hasRoom)
            .<SignInOutcome>map(SignedIn::new)
            .orElseGet(NoRoomForDevice::new);
  }

  private static boolean hasRoom(List<Session> devices) {
    return devices.size() < MOST_DEVICES;
  }

  /// The code that `digits` are, counted as a try where it is a short one.
  private Optional<Issued> find(UUID id, String digits) {
    return codes
        .find(id)
        .filter(this::mayBeTried)
        .filter(is(digits))
        .or(() -> lasting.find(id).filter(is(digits)));
  }

  /// Counted before it is compared: many that come at once have all tried.
  private boolean mayBeTried(Issued issued) {
    return issued
        .triesLeft()
        .map(left -> left.getAndUpdate(n -> Math.max(0, n - 1)) > 0 && tries.count(issued.user()))
        .orElse(true);
  }

  /// Takes the code, so that nobody else has it; one that lasts stays.
  private boolean use(UUID id, String digits) {
    return codes.take(id, is(digits)).isPresent()
        || lasting.find(id).filter(is(digits)).isPresent();
  }

  private static Predicate<Issued> is(String digits) {
    return issued -> isSame(issued.code(), digits);
  }

  private static String digits(String code) {
    return code.replaceAll("[ -]", "");
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private UUID id(UserId user) {
    return id("user " + user);
  }

  /// An id for a name that nobody else can compute, in the form of a random UUID.
  private UUID id(String name) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var tag = ByteBuffer.wrap(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
      long high = (tag.getLong() & ~0xf000L) | 0x4000;
      long low = (tag.getLong() >>> 2) | (1L << 63);
      return new UUID(high, low);
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }
}
