package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/// An RSA public key, as keystores of the first years have it: 1024 bits then.
public final class RsaKey implements SessionKey {
  private static final int LEAST_BITS = 1024;
  private static final int MOST_BITS = 4096;
  private static final int MOST_EXPONENT_BITS = 33;

  private final RSAPublicKey publicKey;

  RsaKey(RSAPublicKey publicKey) {
    this.publicKey = publicKey;
  }

  /// The key in X.509 form; empty when it is not an RSA key, is too short, or would be too slow to
  /// check with.
  static Optional<RsaKey> find(byte[] x509) {
    try {
      PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(x509));
      return key instanceof RSAPublicKey rsa && isUsable(rsa)
          ? Optional.of(new RsaKey(rsa))
          : Optional.empty();
    } catch (GeneralSecurityException notAKey) {
      return Optional.empty();
    }
  }

  private static boolean isUsable(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    return bits >= LEAST_BITS
        && bits <= MOST_BITS
        && key.getPublicExponent().bitLength() <= MOST_EXPONENT_BITS;
  }

  @Override
  public String algorithm() {
    return "RS512";
  }

  @Override
  public RSAPublicKey publicKey() {
    return publicKey;
  }

  /// None: bots fall back to plain messages towards such a session.
  @Override
  public String x25519() {
    return "";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RsaKey that && publicKey.equals(that.publicKey);
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  @Override
  public String toString() {
    return WireBase64.rawUrl(publicKey.getEncoded());
  }
}
