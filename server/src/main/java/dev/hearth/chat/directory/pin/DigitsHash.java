package dev.hearth.chat.directory.pin;

import dev.hearth.protocol.WireBase64;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes digits so that a thief of the database needs long for each guess, and can't guess at all
/// without the server's key: Argon2id, with a salt of the user's and a secret.
///
/// Written as `$argon2id$v=19$m=…,t=…,p=1$salt$hash`, so that the work can be raised later. Any
/// thread may call. Two hash at a time; others wait.
final class DigitsHash {
  // With 19 MiB, this is the least work that OWASP asks for: about 50 ms of one core of a small
  // server.
  private static final int PASSES = 2;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int AT_ONCE = 2;
  private static final int PATIENCE_SECONDS = 5;
  private static final Pattern FORM =
      Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1\\$([\\w-]+)\\$([\\w-]+)");

  private final byte[] secret;
  private final int memoryKib;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore room = new Semaphore(AT_ONCE, true);

  /// @param memoryKib how much memory each new hash takes
  DigitsHash(byte[] secret, int memoryKib) {
    this.secret = secret.clone();
    this.memoryKib = memoryKib;
  }

  /// The hash to keep; empty when too many are at it.
  Optional<String> of(String digits) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return hash(digits, salt, memoryKib, PASSES)
        .map(hash ->
            "$argon2id$v=19$m=%s,t=%s,p=1$%s$%s"
                .formatted(memoryKib, PASSES, WireBase64.rawUrl(salt), WireBase64.rawUrl(hash)));
  }

  /// Whether it is the hash of these digits; empty when too many callers hash already.
  ///
  /// @throws IllegalArgumentException when `kept` is not a hash
  Optional<Boolean> matches(String kept, String digits) {
    Matcher form = FORM.matcher(kept);
    if (!form.matches()) {
      throw new IllegalArgumentException("no hash of digits");
    }
    byte[] salt = WireBase64.decode(form.group(3)).orElseThrow();
    byte[] expected = WireBase64.decode(form.group(4)).orElseThrow();
    return hash(digits, salt, Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)))
        .map(hash -> MessageDigest.isEqual(hash, expected));
  }

  private Optional<byte[]> hash(String digits, byte[] salt, int memory, int passes) {
    try {
      if (!room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      var argon2 = new Argon2BytesGenerator();
      argon2.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withMemoryAsKB(memory)
              .withIterations(passes)
              .withParallelism(1)
              .withSalt(salt)
              .withSecret(secret)
              .build());
      byte[] hash = new byte[HASH_BYTES];
      argon2.generateBytes(digits.getBytes(StandardCharsets.US_ASCII), hash);
      return Optional.of(hash);
    } finally {
      room.release();
    }
  }
}
