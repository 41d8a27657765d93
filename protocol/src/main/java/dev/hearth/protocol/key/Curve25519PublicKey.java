package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// A Curve25519 public key as Signal has them: identity keys, pre-keys, ratchet keys. It agrees on
/// secrets (X25519) and checks signatures (XEdDSA), and is written as the byte 5 and 32 bytes.
///
/// Canonical and of full order: nobody can be talked into a secret that everybody knows.
public final class Curve25519PublicKey {
  /// How long a written key is.
  public static final int BYTES = 33;

  /// How long a signature by one is.
  public static final int SIGNATURE_BYTES = 64;

  private static final int RAW_BYTES = 32;
  private static final byte TYPE = 5;

  // The points of order 1, 2, 4 and 8, on the curve and on its twist.
  private static final Set<BigInteger> LOW_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          Curve25519.P.subtract(BigInteger.ONE),
          new BigInteger(
              "325606250916557431795983626356110631294008115727848805560023387167927233504"),
          new BigInteger(
              "39382357235489614581723060781553021112529911719440698176882885853963445705823"));

  private final byte[] raw;

  private Curve25519PublicKey(byte[] raw) {
    this.raw = raw;
  }

  /// The key in these bytes; empty when they have another type or length, a number that is not
  /// below the field's prime, or a point of low order.
  public static Optional<Curve25519PublicKey> find(byte[] written) {
    return written.length == BYTES && written[0] == TYPE
        ? findRaw(Arrays.copyOfRange(written, 1, BYTES))
        : Optional.empty();
  }

  /// The key that is written so in base64 of any alphabet; empty as above.
  public static Optional<Curve25519PublicKey> find(String text) {
    return WireBase64.decode(text).flatMap(Curve25519PublicKey::find);
  }

  /// The key in 32 bytes without their type, as X25519 has it; empty as above.
  public static Optional<Curve25519PublicKey> findRaw(byte[] raw) {
    if (raw.length != RAW_BYTES) {
      return Optional.empty();
    }
    BigInteger u = Curve25519.number(raw);
    return u.compareTo(Curve25519.P) < 0 && !LOW_ORDER.contains(u)
        ? Optional.of(new Curve25519PublicKey(raw.clone()))
        : Optional.empty();
  }

  /// The byte 5 and 32 bytes.
  public byte[] toBytes() {
    return Bytes.join(new byte[] {TYPE}, raw);
  }

  /// The 32 bytes alone.
  public byte[] raw() {
    return raw.clone();
  }

  /// The key for the JDK's X25519.
  public PublicKey x25519() {
    try {
      return KeyFactory.getInstance("X25519")
          .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, Curve25519.number(raw)));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /// Whether the owner of this key made `signature` of `message`: XEdDSA as Signal writes it, which
  /// is an Ed25519 signature whose highest bit tells the sign of the signer's Edwards point.
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    byte[] ed25519 = signature.clone();
    boolean odd = ed25519[SIGNATURE_BYTES - 1] < 0;
    ed25519[SIGNATURE_BYTES - 1] &= 0x7f;
    try {
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(edwards(odd));
      verifier.update(message);
      return verifier.verify(ed25519);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private PublicKey edwards(boolean odd) throws GeneralSecurityException {
    BigInteger u = Curve25519.number(raw);
    // No division by zero: u = -1 is not among the points we accept.
    BigInteger y =
        u.subtract(BigInteger.ONE)
            .multiply(u.add(BigInteger.ONE).modInverse(Curve25519.P))
            .mod(Curve25519.P);
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, y)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Curve25519PublicKey that && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  /// The written form in standard base64: the spelling of `identity_key` and `pub_key`.
  @Override
  public String toString() {
    return WireBase64.standard(toBytes());
  }
}
