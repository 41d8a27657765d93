package dev.hearth.conformance.page;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for this machine, in the folder `etc` of a reader, made with the JDK's own tool.
///
/// @param trusted what a client has to trust
record Certificate(KeyStore trusted) {
  static Certificate make(Reader reader) throws Exception {
    reader.run(
        "\"$JAVA_HOME/bin/keytool\" -genkeypair -alias one -keyalg EC -dname CN=localhost"
            + " -ext san=dns:localhost,ip:127.0.0.1 -keystore keys.p12 -storepass changeit");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(reader.file("keys.p12"))) {
      keys.load(in, "changeit".toCharArray());
    }
    byte[] key = keys.getKey("one", "changeit".toCharArray()).getEncoded();
    reader.write("etc/key.pem", pem("PRIVATE KEY", key));
    reader.write("etc/chain.pem", pem("CERTIFICATE", keys.getCertificate("one").getEncoded()));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null);
    trusted.setCertificateEntry("one", keys.getCertificate("one"));
    return new Certificate(trusted);
  }

  /// A client that trusts it.
  HttpClient http() throws Exception {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(tls).build();
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }
}
