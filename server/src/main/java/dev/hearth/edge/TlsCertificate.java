package dev.hearth.edge;

import dev.hearth.platform.runtime.StartRefused;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/// A certificate chain and its private key, as their files were when they were read: whole, and of
/// one pair.
///
/// @param ends until when the certificate is valid
record TlsCertificate(X509KeyManager keys, Instant ends) {
  private static final byte[] PROBE = "Hearth".getBytes(StandardCharsets.UTF_8);

  /// @throws StartRefused with a sentence, when the files can't be used
  static TlsCertificate read(Vertx vertx, PortListener.Tls tls) {
    byte[] certificates = content(tls.certificate(), "the certificate");
    byte[] key = content(tls.key(), "the certificate's key");
    X509Certificate first = first(certificates, tls.certificate());
    X509KeyManager keys = keys(vertx, certificates, key, tls);
    if (!isPair(first.getPublicKey(), keys)) {
      throw new StartRefused(
          "the key in " + tls.key() + " is not that of the certificate in " + tls.certificate());
    }
    return new TlsCertificate(keys, first.getNotAfter().toInstant());
  }

  ServerSSLOptions options() {
    return new ServerSSLOptions().setKeyCertOptions(KeyCertOptions.wrap(keys));
  }

  private static byte[] content(Path file, String what) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new StartRefused(what + " is not there: " + file, e);
    } catch (IOException e) {
      throw new StartRefused(what + " can't be read: " + e, e);
    }
  }

  private static X509Certificate first(byte[] pem, Path file) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .iterator()
              .next();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new StartRefused(file + " does not hold a certificate in PEM", e);
    }
  }

  private static X509KeyManager keys(
      Vertx vertx, byte[] certificates, byte[] key, PortListener.Tls tls) {
    try {
      var factory =
          new PemKeyCertOptions()
              .addCertValue(Buffer.buffer(certificates))
              .addKeyValue(Buffer.buffer(key))
              .getKeyManagerFactory(vertx);
      return Stream.of(factory.getKeyManagers())
          .filter(X509KeyManager.class::isInstance)
          .map(X509KeyManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (Exception e) { // Vert.x throws anything
      throw new StartRefused(
          tls.key() + " does not hold a private key in PEM that goes with " + tls.certificate(), e);
    }
  }

  /// Whether the certificate's key verifies what the private key signs.
  private static boolean isPair(PublicKey certified, X509KeyManager keys) {
    String kind = certified.getAlgorithm();
    String[] aliases = keys.getServerAliases(kind, null);
    if (aliases == null || aliases.length == 0) {
      return false;
    }
    PrivateKey key = keys.getPrivateKey(aliases[0]);
    try {
      var signature =
          Signature.getInstance(
              switch (kind) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> kind;
              });
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
