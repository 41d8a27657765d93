package dev.hearth.edge.blaze;

import dev.hearth.edge.PortListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for `localhost` that nobody but these tests trusts.
final class TestingTls {
  private TestingTls() {}

  static PortListener.Tls tls() {
    return new PortListener.Tls(file("tls-certificate.pem"), file("tls-key.pem"));
  }

  static Socket connect(int port) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream certificate = TestingTls.class.getResourceAsStream("tls-certificate.pem")) {
      trusted.setCertificateEntry(
          "hearth", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory().createSocket("localhost", port);
  }

  private static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(TestingTls.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
