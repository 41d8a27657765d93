package dev.hearth.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Our keys agree with the vectors of other implementations.
class KeyVectorsTest {
  private static final JsonNode VECTORS = vectors();

  @Test
  void a_sessions_key_is_published_as_the_one_to_encrypt_with() {
    for (JsonNode vector : VECTORS.get("sessions")) {
      Ed25519KeyPair pair = pair(vector, "seed");

      if (vector.has("ed25519")) {
        assertThat(pair.key().hex()).isEqualTo(vector.get("ed25519").stringValue());
      }
      if (vector.has("x25519")) {
        assertThat(pair.key().x25519Bytes()).isEqualTo(hex(vector, "x25519"));
      }
      if (vector.has("public_key")) {
        assertThat(pair.key().x25519()).isEqualTo(vector.get("public_key").stringValue());
      }
    }
  }

  @Test
  void a_seed_agrees_on_secrets_as_its_converted_private_key_does() throws Exception {
    JsonNode alice = VECTORS.at("/sessions/0");
    Ed25519KeyPair bob = pair(VECTORS.at("/sessions/1"), "seed");

    byte[] secret = pair(alice, "seed").sharedSecret(bob.key());

    assertThat(secret).isEqualTo(agreed(hex(alice, "x25519_private"), bob.key()));
    assertThat(secret).isEqualTo(bob.sharedSecret(pair(alice, "seed").key()));
  }

  @Test
  void a_checksum_is_that_of_the_sorted_ids_in_whatever_order_they_come() {
    for (JsonNode vector : VECTORS.get("checksums")) {
      List<SessionId> sessions = new ArrayList<>();
      vector.get("sessions").forEach(id -> sessions.add(SessionId.of(id.stringValue())));
      String expected = vector.get("checksum").stringValue();

      assertThat(SessionChecksum.of(sessions)).isEqualTo(expected);
      Collections.reverse(sessions);
      assertThat(SessionChecksum.of(sessions)).isEqualTo(expected);
    }
  }

  @Test
  void a_session_and_the_server_share_a_secret_by_the_pin_token() {
    JsonNode pin = VECTORS.get("pin");
    Ed25519KeyPair session = pair(pin, "session_seed");
    Ed25519KeyPair server = pair(pin, "server_seed");

    assertThat(session.key().hex()).isEqualTo(pin.get("session_ed25519").stringValue());
    assertThat(server.key().hex()).isEqualTo(pin.get("server_ed25519").stringValue());
    assertThat(server.key().x25519()).isEqualTo(pin.get("pin_token").stringValue());
    assertThat(session.sharedSecret(server.key())).isEqualTo(hex(pin, "shared"));
    assertThat(server.sharedSecret(session.key())).isEqualTo(hex(pin, "shared"));
  }

  /// By the JDK alone.
  private static byte[] agreed(byte[] privateKey, Ed25519Key peer) throws GeneralSecurityException {
    var u = Curve25519.number(peer.x25519Bytes());
    var keys = KeyFactory.getInstance("X25519");
    var agreement = KeyAgreement.getInstance("X25519");
    agreement.init(
        keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey)));
    agreement.doPhase(
        keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u)), true);
    return agreement.generateSecret();
  }

  private static Ed25519KeyPair pair(JsonNode vector, String seed) {
    return Ed25519KeyPair.ofSeed(hex(vector, seed));
  }

  private static byte[] hex(JsonNode vector, String field) {
    return HexFormat.of().parseHex(vector.get(field).stringValue());
  }

  private static JsonNode vectors() {
    try (InputStream in =
        Objects.requireNonNull(KeyVectorsTest.class.getResourceAsStream("/golden/keys.json"))) {
      return JsonMapper.shared().readTree(in.readAllBytes());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
