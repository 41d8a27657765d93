package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// An Ed25519 public key.
public final class Ed25519Key implements SessionKey {
  static final int BYTES = 32;
  private static final byte[] X509_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

  private final byte[] raw;
  // Kept, since whoever looks at a group is told one for each session in it.
  private final byte[] x25519;
  private final PublicKey publicKey;

  private Ed25519Key(byte[] raw, byte[] x25519, PublicKey publicKey) {
    this.raw = raw;
    this.x25519 = x25519;
    this.publicKey = publicKey;
  }

  /// The key in 32 bytes; empty when they are not a point of the curve.
  static Optional<Ed25519Key> find(byte[] raw) {
    if (raw.length != BYTES) {
      return Optional.empty();
    }
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(Bytes.join(X509_HEADER, raw)));
      // Making the key checks nothing; starting to verify does.
      Signature.getInstance("Ed25519").initVerify(key);
      return Curve25519.toX25519(raw).map(x25519 -> new Ed25519Key(raw.clone(), x25519, key));
    } catch (GeneralSecurityException notAPoint) {
      return Optional.empty();
    }
  }

  /// The 32 bytes.
  public byte[] raw() {
    return raw.clone();
  }

  /// The 32 bytes in hex: the spelling of `server_public_key`.
  public String hex() {
    return HexFormat.of().formatHex(raw);
  }

  /// The 32 bytes of the X25519 key it can be turned into.
  public byte[] x25519Bytes() {
    return x25519.clone();
  }

  @Override
  public String algorithm() {
    return "EdDSA";
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public String x25519() {
    return WireBase64.rawUrl(x25519);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519Key that && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return WireBase64.rawUrl(raw);
  }
}
