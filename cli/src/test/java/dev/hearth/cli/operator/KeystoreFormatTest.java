package dev.hearth.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class KeystoreFormatTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void the_fields_of_all_clients_stand_in_one_flat_object() {
    Ed25519KeyPair pair = SessionKeyPair.generate();
    var server = SessionKeyPair.generate().key();
    var user = UserId.of(UUID.randomUUID().toString());
    var session = SessionId.of(UUID.randomUUID().toString());
    ObjectNode told = told(Keystore.of(user, session, pair, server));

    JsonNode both = JSON.readTree(KeystoreFormat.both.of(told));

    assertThat(both.propertyNames())
        .containsExactlyInAnyOrder(
            "app_id",
            "session_id",
            "server_public_key",
            "session_private_key",
            "client_id",
            "pin_token",
            "private_key");
    assertThat(both.valueStream()).allMatch(JsonNode::isString);
    for (KeystoreFormat format : KeystoreFormat.values()) {
      Keystore read = Keystore.parse(format.of(told)).orElseThrow();
      assertThat(read.userId()).isEqualTo(user);
      assertThat(read.sessionId()).isEqualTo(session);
      assertThat(read.keyPair().key()).isEqualTo(pair.key());
    }
  }

  @Test
  void an_rsa_key_is_in_the_one_shape_that_can_hold_it() {
    var keystore =
        new Keystore(
            UserId.of(UUID.randomUUID().toString()),
            SessionId.of(UUID.randomUUID().toString()),
            SessionKeyPair.generateRsa(),
            "",
            "Ym94");

    assertThat(JSON.readTree(KeystoreFormat.both.of(told(keystore))).propertyNames())
        .containsExactlyInAnyOrder("client_id", "session_id", "pin_token", "private_key");
  }

  private static ObjectNode told(Keystore keystore) {
    ObjectNode told = JSON.createObjectNode();
    told.set("keystore", JSON.readTree(keystore.toJson()));
    told.set("legacy_keystore", JSON.readTree(keystore.toLegacyJson()));
    return told;
  }
}
