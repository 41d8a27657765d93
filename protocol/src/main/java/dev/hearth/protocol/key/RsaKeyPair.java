package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An RSA key pair, kept as PEM in keystores of the first years.
public final class RsaKeyPair implements SessionKeyPair {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (RSA PRIVATE KEY|PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final int MOST_PEM_CHARACTERS = 8192;
  private static final byte[] VERSION = {2, 1, 0};
  private static final byte[] RSA_ALGORITHM =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 2;
  private static final int OCTETS = 4;

  private final RsaKey key;
  private final RSAPrivateCrtKey privateKey;

  private RsaKeyPair(RsaKey key, RSAPrivateCrtKey privateKey) {
    this.key = key;
    this.privateKey = privateKey;
  }

  static RsaKeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      return new RsaKeyPair(
          new RsaKey((RSAPublicKey) pair.getPublic()), (RSAPrivateCrtKey) pair.getPrivate());
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /// The key in PEM, PKCS#1 or PKCS#8; empty when the text has none. Its lines may end with a
  /// literal `\n`, as in environment variables and some keystores.
  static Optional<RsaKeyPair> ofPem(String text) {
    Matcher pem = PEM.matcher(text.replace("\\n", "\n"));
    if (text.length() > MOST_PEM_CHARACTERS || !pem.find()) {
      return Optional.empty();
    }
    boolean pkcs1 = pem.group(1).startsWith("RSA");
    return WireBase64.decode(pem.group(2))
        .map(der -> pkcs1 ? element(SEQUENCE, VERSION, RSA_ALGORITHM, element(OCTETS, der)) : der)
        .flatMap(RsaKeyPair::ofPkcs8);
  }

  private static Optional<RsaKeyPair> ofPkcs8(byte[] pkcs8) {
    try {
      var factory = KeyFactory.getInstance("RSA");
      if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8))
          instanceof RSAPrivateCrtKey privateKey)) {
        return Optional.empty();
      }
      var spec = new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent());
      return RsaKey.find(factory.generatePublic(spec).getEncoded())
          .map(key -> new RsaKeyPair(key, privateKey));
    } catch (GeneralSecurityException notAKey) {
      return Optional.empty();
    }
  }

  /// The key as PEM in PKCS#1 form: the spelling of `private_key`.
  public String pem() {
    byte[] pkcs1 =
        element(
            SEQUENCE,
            VERSION,
            integer(privateKey.getModulus()),
            integer(privateKey.getPublicExponent()),
            integer(privateKey.getPrivateExponent()),
            integer(privateKey.getPrimeP()),
            integer(privateKey.getPrimeQ()),
            integer(privateKey.getPrimeExponentP()),
            integer(privateKey.getPrimeExponentQ()),
            integer(privateKey.getCrtCoefficient()));
    return "-----BEGIN RSA PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs1)
        + "\n-----END RSA PRIVATE KEY-----\n";
  }

  private static byte[] integer(BigInteger value) {
    return element(INTEGER, value.toByteArray());
  }

  /// A DER element of less than 64 KiB.
  private static byte[] element(int tag, byte[]... parts) {
    byte[] content = Bytes.join(parts);
    int length = content.length;
    byte[] header =
        length < 128
            ? new byte[] {(byte) tag, (byte) length}
            : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    if (length >= 128 && length < 256) {
      header = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
    }
    return Bytes.join(header, content);
  }

  @Override
  public RsaKey key() {
    return key;
  }

  @Override
  public RSAPrivateCrtKey privateKey() {
    return privateKey;
  }

  @Override
  public String toString() {
    return "the pair of " + key;
  }
}
