package dev.hearth.sdk.http;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Hides the digits of a PIN with what the session and the server share. Good once: the server
/// takes none whose number is not larger than the last one's.
///
/// ```
/// iv 16 | AES-256-CBC of: digits | seconds since 1970, 8 bytes | number, 8 bytes
/// ```
///
/// Both numbers have their least byte first.
public final class HiddenPin {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{6}");
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private HiddenPin() {}

  /// @throws IllegalArgumentException when it is not six digits, or can't be hidden with this
  ///   keystore
  public static String of(String digits, Keystore keystore, Instant now) {
    return of(digits, keystore, now, number(now));
  }

  /// @param number larger than that of each PIN which this session has sent before
  static String of(String digits, Keystore keystore, Instant now, long number) {
    byte[] iv = new byte[IV_BYTES];
    RANDOM.nextBytes(iv);
    return of(digits, keystore, now, number, iv);
  }

  /// The time in nanoseconds since 1970: clients take it for the number of a PIN.
  static long number(Instant now) {
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  /// @throws IllegalArgumentException when it is not six digits; they are not repeated
  public static void check(String digits) {
    if (!DIGITS.matcher(digits).matches()) {
      throw new IllegalArgumentException("a PIN has six digits");
    }
  }

  static String of(String digits, Keystore keystore, Instant now, long number, byte[] iv) {
    check(digits);
    byte[] plain =
        ByteBuffer.allocate(digits.length() + 2 * Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(digits.getBytes(StandardCharsets.US_ASCII))
            .putLong(now.getEpochSecond())
            .putLong(number)
            .array();
    try {
      var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(shared(keystore), "AES"), new IvParameterSpec(iv));
      byte[] sealed = cipher.doFinal(plain);
      return WireBase64.rawUrl(
          ByteBuffer.allocate(IV_BYTES + sealed.length).put(iv).put(sealed).array());
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }

  private static byte[] shared(Keystore keystore) {
    if (keystore.keyPair() instanceof Ed25519KeyPair pair) {
      return WireBase64.decode(keystore.pinToken())
          .filter(server -> server.length == KEY_BYTES)
          .map(pair::sharedSecret)
          .orElseThrow(
              () -> new IllegalArgumentException("the keystore has no key to hide a PIN with"));
    }
    throw new IllegalArgumentException("with an RSA key no PIN can be hidden");
  }
}
