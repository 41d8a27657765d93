package dev.hearth.chat.directory.pin;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.key.Ed25519Key;
import dev.hearth.protocol.key.SessionKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The content that a client has encrypted in a `pin_base64`.
///
/// ```
/// iv 16 | AES-256-CBC of: proof | seconds since 1970, 8 bytes | iterator, 8 bytes
/// ```
///
/// Both numbers have their least byte first.
///
/// @param at when the client says it is
/// @param iterator what the client counts up, whichever way, with each PIN that it sends
record HiddenPin(Proof proof, Instant at, long iterator) {

  sealed interface Proof {}

  /// Six digits.
  record SentDigits(String text) implements Proof {
    /// Says nothing of them.
    @Override
    public String toString() {
      return "digits";
    }
  }

  /// A signature of what is asked for.
  record Signature(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) implements Proof {}

  /// The key that takes the place of a PIN.
  record NewKey(Pin.Tip tip) implements Proof {}

  private static final int IV_BYTES = 16;
  private static final int NUMBERS_BYTES = 2 * Long.BYTES;
  private static final int MOST_CHARACTERS = 256;
  private static final int SIGNATURE_BYTES = 64;
  private static final int KEY_BYTES = 32;
  private static final int DIGITS = 6;

  /// Opens a PIN with the key that the server and the session share; empty when it was hidden with
  /// another key, or `text` is not a hidden PIN.
  static Optional<HiddenPin> open(byte[] key, String text) {
    return text.length() > MOST_CHARACTERS
        ? Optional.empty()
        : WireBase64.decode(text).flatMap(box -> decrypt(key, box)).flatMap(HiddenPin::read);
  }

  private static Optional<byte[]> decrypt(byte[] key, byte[] box) {
    if (box.length <= IV_BYTES) {
      return Optional.empty();
    }
    try {
      var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new IvParameterSpec(box, 0, IV_BYTES));
      return Optional.of(cipher.doFinal(box, IV_BYTES, box.length - IV_BYTES));
    } catch (GeneralSecurityException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<HiddenPin> read(byte[] opened) {
    int proofBytes = opened.length - NUMBERS_BYTES;
    if (proofBytes < 0) {
      return Optional.empty();
    }
    var numbers = ByteBuffer.wrap(opened, proofBytes, NUMBERS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long seconds = numbers.getLong();
    long iterator = numbers.getLong();
    if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
      return Optional.empty();
    }
    return proof(Arrays.copyOf(opened, proofBytes))
        .map(proof -> new HiddenPin(proof, Instant.ofEpochSecond(seconds), iterator));
  }

  private static Optional<Proof> proof(byte[] bytes) {
    return switch (bytes.length) {
      case DIGITS -> digits(new String(bytes, StandardCharsets.ISO_8859_1));
      // Two SDKs take the digits for hex.
      case DIGITS / 2 -> digits(HexFormat.of().formatHex(bytes));
      case SIGNATURE_BYTES -> Optional.of(new Signature(bytes));
      case KEY_BYTES + Long.BYTES -> newKey(bytes);
      default -> Optional.empty();
    };
  }

  private static Optional<Proof> digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(new SentDigits(text))
        : Optional.empty();
  }

  private static Optional<Proof> newKey(byte[] bytes) {
    long counter = ByteBuffer.wrap(bytes, KEY_BYTES, Long.BYTES).getLong();
    return SessionKey.parse(WireBase64.rawUrl(Arrays.copyOf(bytes, KEY_BYTES)))
        .filter(Ed25519Key.class::isInstance)
        .map(key -> new NewKey(new Pin.Tip((Ed25519Key) key, counter)));
  }
}
