package dev.hearth.chat.directory.pin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.key.Ed25519Key;
import dev.hearth.protocol.key.Ed25519KeyPair;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Hides PINs as a client does, with a session's key and an iterator that counts from 1.
public final class TestingPin {
  private final byte[] key;
  private final InstantSource clock;
  private long iterator;

  public TestingPin(Ed25519KeyPair session, Ed25519Key server, InstantSource clock) {
    this(session.sharedSecret(server), clock);
  }

  TestingPin(byte[] key, InstantSource clock) {
    this.key = key.clone();
    this.clock = clock;
  }

  public String digits(String digits) {
    return hide(digits.getBytes(US_ASCII));
  }

  public String newKey(Ed25519KeyPair pair, long counter) {
    return hide(ByteBuffer.allocate(40).put(pair.key().raw()).putLong(counter).array());
  }

  public String signature(Ed25519KeyPair pair, TipBody body) {
    try {
      var signer = java.security.Signature.getInstance("Ed25519");
      signer.initSign(pair.privateKey());
      signer.update(body.bytes());
      return hide(signer.sign());
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }

  String hide(byte[] proof) {
    return hide(proof, clock.instant().getEpochSecond(), ++iterator);
  }

  String hide(byte[] proof, long seconds, long iterator) {
    var plain =
        ByteBuffer.allocate(proof.length + 16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(proof)
            .putLong(seconds)
            .putLong(iterator)
            .array();
    byte[] iv = new byte[16];
    new SecureRandom().nextBytes(iv);
    try {
      var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      byte[] sealed = cipher.doFinal(plain);
      return WireBase64.rawUrl(ByteBuffer.allocate(16 + sealed.length).put(iv).put(sealed).array());
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }
}
