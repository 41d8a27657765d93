package dev.hearth.sdk.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.key.Curve25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whispersystems.libsignal.IdentityKey;
import org.whispersystems.libsignal.InvalidKeyException;
import org.whispersystems.libsignal.ecc.Curve;
import org.whispersystems.libsignal.fingerprint.NumericFingerprintGenerator;

/// Safety numbers and signatures, beside those of Signal's own library.
class ReferenceSafetyNumberTest {
  @Test
  void a_safety_number_is_the_one_that_signal_shows() throws Exception {
    OurParty alice = new OurParty(new Random());
    ReferenceParty bob = new ReferenceParty();
    alice.begin(bob.bundle(true));
    byte[] identity = alice.device().identity().keyPair().publicKey().toBytes();

    String theirs =
        new NumericFingerprintGenerator(5200)
            .createFor(
                0,
                bob.address().user().toString().getBytes(StandardCharsets.UTF_8),
                bob.identityKey(),
                alice.address().user().toString().getBytes(StandardCharsets.UTF_8),
                new IdentityKey(identity, 0))
            .getDisplayableFingerprint()
            .getDisplayText();

    assertThat(alice.device().findSafetyNumber(bob.address().user()).orElseThrow().digits())
        .isEqualTo(theirs);
  }

  @Test
  void signatures_hold_on_either_side() {
    Randomly.each(
        50,
        random -> {
          byte[] message = SignatureTest.bytes(random, random.nextInt(100));
          var ours = Curve25519KeyPair.generate(random);
          var theirs = Curve.generateKeyPair();

          try {
            assertThat(
                    Curve.verifySignature(
                        Curve.decodePoint(ours.publicKey().toBytes(), 0),
                        message,
                        ours.sign(message, random)))
                .isTrue();
            assertThat(
                    Curve25519PublicKey.find(theirs.getPublicKey().serialize())
                        .orElseThrow()
                        .verifies(
                            message, Curve.calculateSignature(theirs.getPrivateKey(), message)))
                .isTrue();
          } catch (InvalidKeyException unexpected) {
            throw new AssertionError(unexpected);
          }
        });
  }
}
