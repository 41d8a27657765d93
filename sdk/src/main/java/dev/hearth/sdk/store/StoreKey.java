package dev.hearth.sdk.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// The key that a store is sealed with. Without its key, a store is lost.
public final class StoreKey {
  /// How long a key is.
  public static final int BYTES = 32;

  /// How long a passphrase may be, in characters.
  public static final int MOST_PASSPHRASE_LENGTH = 1000;

  // OWASP's advice for PBKDF2 with HMAC-SHA256: about a second of a processor for each guess.
  private static final int ITERATIONS = 600_000;

  private final UnaryOperator<byte[]> secrets;

  private StoreKey(UnaryOperator<byte[]> secrets) {
    this.secrets = secrets;
  }

  /// A key from somewhere safe, such as the keychain of the system.
  ///
  /// @param key [#BYTES] bytes that nobody can guess
  public static StoreKey of(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("a store's key has " + BYTES + " bytes");
    }
    byte[] kept = key.clone();
    return new StoreKey(salt -> kept.clone());
  }

  /// A new key, for a store that is not opened again once this object is gone.
  public static StoreKey generate() {
    return of(newKey());
  }

  /// A key that is made of what somebody knows. It is as good as that: an attacker with the file of
  /// the store can try passphrases, some ten thousand a second with a graphics card.
  ///
  /// @param passphrase 1 to [#MOST_PASSPHRASE_LENGTH] characters
  public static StoreKey ofPassphrase(char[] passphrase) {
    return ofPassphrase(passphrase, ITERATIONS);
  }

  static StoreKey ofPassphrase(char[] passphrase, int iterations) {
    if (passphrase.length == 0 || passphrase.length > MOST_PASSPHRASE_LENGTH) {
      throw new IllegalArgumentException(
          "a passphrase has 1 to " + MOST_PASSPHRASE_LENGTH + " characters");
    }
    char[] kept = passphrase.clone();
    return new StoreKey(salt -> stretched(kept, salt, iterations));
  }

  /// The key in this file. A missing file is created, readable by its owner only. The key protects
  /// copies of the store without the key, such as a backup, but not against a reader of both files.
  ///
  /// @throws StoreException when the file is not a key file, or can't be read or made
  public static StoreKey inFile(Path file) {
    try {
      if (OwnersFile.create(file)) {
        write(file, newKey());
      }
      byte[] key = Files.readAllBytes(file);
      if (key.length != BYTES) {
        throw new StoreException(
            StoreException.StoreFault.NOT_A_STORE, file + " has no key of a store in it");
      }
      return of(key);
    } catch (IOException failure) {
      throw new StoreException(
          StoreException.StoreFault.DISK, file + " can't be read or made: " + failure, failure);
    }
  }

  /// The secret for a store with this salt, [#BYTES] long.
  byte[] secret(byte[] salt) {
    return secrets.apply(salt);
  }

  @Override
  public String toString() {
    return "StoreKey";
  }

  private static byte[] newKey() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /// It has to be on the disk before anything that it seals.
  private static void write(Path file, byte[] key) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(key));
      channel.force(true);
    }
    OwnersFile.keepName(file);
  }

  private static byte[] stretched(char[] passphrase, byte[] salt, int iterations) {
    var spec = new PBEKeySpec(passphrase, salt, iterations, BYTES * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    } finally {
      spec.clearPassword();
    }
  }
}
