package dev.hearth.chat.directory.link;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes that the operator hands to people, each of which signs one device in. It takes the place
/// of all that its owner had: their phone was lost, or this is their first.
///
/// Wrong codes are not counted: otherwise anybody who knows a person's number could use up the
/// tries of that person's code. Instead a code is too long to be guessed in its time: at 100,000
/// guesses a second, one in 100 million would be.
///
/// In memory: those that are out end with the process. Any thread may call; {@link #signIn} blocks.
public final class SignInCodes {
  /// How long a code is good for.
  public static final Duration LIFE = Duration.ofMinutes(10);

  private static final int MOST_CODES = 10_000;
  private static final int GROUPS = 4;
  private static final int DIGITS_OF_GROUP = 4;
  private static final int NUMBERS_OF_GROUP = 10_000;

  private record Issued(UserId user, String code) {
    @Override
    public String toString() {
      return "Issued[" + user + "]";
    }
  }

  private final Accounts accounts;
  private final Fleeting<UUID, Issued> codes;
  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  public SignInCodes(Accounts accounts, InstantSource clock) {
    this.accounts = accounts;
    this.codes = new Fleeting<>(MOST_CODES, LIFE, clock);
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /// A new code for a person, in the place of the one before, such as `0123-4567-8901-2345`; empty
  /// for a bot, and when too many are out.
  public Optional<String> issue(User user) {
    String code =
        random
            .ints(GROUPS, 0, NUMBERS_OF_GROUP)
            .mapToObj(("%0" + DIGITS_OF_GROUP + "d")::formatted)
            .collect(Collectors.joining("-"));
    return !user.bot() && codes.put(id(user.id()), new Issued(user.id(), digits(code)))
        ? Optional.of(code)
        : Optional.empty();
  }

  /// The id under which somebody is to say their code. Every name has an id, and always the same
  /// one, so that ids don't show whether a person exists or has a code.
  ///
  /// @param name their identity number; nobody has anything else here
  public UUID begin(String name) {
    return Optional.of(name)
        .filter(text -> text.matches("[1-9][0-9]{0,17}"))
        .flatMap(number -> accounts.findUser(Long.parseLong(number)))
        .map(user -> id(user.id()))
        .orElseGet(() -> id("nobody " + name));
  }

  /// Signs a device in, and all other devices of its user out. This uses the code up.
  ///
  /// @param id of {@link #begin}
  /// @param code as it was issued, or with other spaces and dashes
  /// @return the new session; empty when the code is wrong, or the user has no code
  public Optional<Session> signIn(UUID id, String code, NewDevice device) {
    String digits = digits(code);
    return codes
        .take(id, issued -> isSame(issued.code(), digits))
        .map(issued -> accounts.replaceSessions(issued.user(), device));
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
