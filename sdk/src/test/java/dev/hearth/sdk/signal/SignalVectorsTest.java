package dev.hearth.sdk.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.store.ClientStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Vectors of another implementation, read by ours.
class SignalVectorsTest {
  private static final JsonNode VECTORS = vectors();
  private static final JsonNode BOB = VECTORS.get("bob");

  private final DeviceAddress alice = new DeviceAddress(UserId.random(), SessionId.random());
  private final ConversationId conversation =
      ConversationId.of(VECTORS.get("conversation").stringValue());
  private final ClientStore store = ClientStore.inMemory();
  private final SignalDevice bob = bob(store);

  @Test
  void keys_are_those_of_the_other_implementation() {
    for (JsonNode pair : new JsonNode[] {BOB.get("signed_pre_key"), BOB.get("one_time_pre_key")}) {
      assertThat(pair(pair).publicKey().toBytes()).isEqualTo(hex(pair, "public"));
    }
    assertThat(bob.identity().keyPair().publicKey().toBytes()).isEqualTo(hex(BOB, "identity"));
  }

  @Test
  void the_signature_of_its_signed_pre_key_holds() {
    JsonNode signed = BOB.get("signed_pre_key");

    assertThat(
            bob.identity()
                .keyPair()
                .publicKey()
                .verifies(hex(signed, "public"), hex(signed, "signature")))
        .isTrue();
  }

  @Test
  void its_sender_key_is_handed_over_and_its_messages_are_read_in_another_order() {
    Envelope key = envelope(VECTORS.get("sender_key"));

    assertThat(bob.openSenderKey(conversation, alice, key)).isInstanceOf(Opening.Opened.class);
    assertThat(text(bob.open(conversation, alice, envelope(VECTORS.at("/messages/1")))))
        .isEqualTo("group hello 1");
    assertThat(text(bob.open(conversation, alice, envelope(VECTORS.at("/messages/0")))))
        .isEqualTo("group hello 0");
    assertThat(bob.open(conversation, alice, envelope(VECTORS.at("/messages/0"))))
        .isInstanceOf(Opening.Duplicate.class);
    assertThat(bob.openSenderKey(conversation, alice, key)).isInstanceOf(Opening.Duplicate.class);
    assertThat(bob.findIdentity(alice.user()).orElseThrow().toBytes())
        .isEqualTo(hex(VECTORS.get("alice"), "identity"));
  }

  @Test
  void its_sender_key_reads_as_it_was_written_and_the_one_time_key_is_gone() {
    Envelope key = envelope(VECTORS.get("sender_key"));

    Opening opening = bob.open(conversation, alice, key);

    byte[] handed = ((Opening.Opened) opening).plaintext();
    assertThat(handed).isEqualTo(hex(VECTORS.get("sender_key"), "plaintext"));
    assertThat(SenderKeyDistribution.parse(handed).orElseThrow().toBytes()).isEqualTo(handed);
    assertThat(store.<Boolean>inTransaction(it -> new OwnKeys(it).findOneTime(1000).isEmpty()))
        .isTrue();
  }

  @Test
  void messages_are_written_as_the_other_implementation_writes_them() {
    byte[] first = envelope(VECTORS.get("sender_key")).message();
    PreKeySignalMessage read = PreKeySignalMessage.parse(first).orElseThrow();

    assertThat(read.toBytes()).isEqualTo(first);
    assertThat(read.registrationId()).isEqualTo(31);
    assertThat(read.preKeyId()).hasValue(1000);
    assertThat(read.signedPreKeyId()).isEqualTo(77);
  }

  @Test
  void envelopes_are_spelled_as_clients_do() {
    for (JsonNode vector : VECTORS.get("envelopes")) {
      String data = vector.get("data").stringValue();
      var envelope =
          new Envelope(
              Envelope.Type.valueOf(vector.get("type").stringValue()),
              Optional.ofNullable(vector.get("again")).map(id -> MessageId.of(id.stringValue())),
              hex(vector, "message"));

      assertThat(envelope.toData()).isEqualTo(data);
      assertThat(Envelope.parseData(data).orElseThrow().toBytes()).isEqualTo(envelope.toBytes());
      assertThat(Envelope.parseData(data).orElseThrow().again()).isEqualTo(envelope.again());
    }
  }

  @Test
  void a_device_has_the_number_that_android_gives_it() {
    var session = SessionId.of("a5c8f9e0-1234-4abc-8def-1234567890ab");

    assertThat(new DeviceAddress(UserId.random(), session).deviceId()).isEqualTo(1818964419);
  }

  private static SignalDevice bob(ClientStore store) {
    var identity =
        new OwnIdentity(
            Curve25519KeyPair.ofPrivate(hex(BOB, "identity_private")),
            BOB.get("registration_id").intValue());
    SignalDevice bob = SignalDevice.create(UserId.random(), identity, store);
    JsonNode signed = BOB.get("signed_pre_key");
    JsonNode oneTime = BOB.get("one_time_pre_key");
    store.inTransaction(records -> {
      var keys = new OwnKeys(records);
      keys.put(Kinds.SIGNED_PRE_KEY, signed.get("id").longValue(), pair(signed));
      keys.put(Kinds.ONE_TIME_PRE_KEY, oneTime.get("id").longValue(), pair(oneTime));
      return bob;
    });
    return bob;
  }

  private static Curve25519KeyPair pair(JsonNode vector) {
    return Curve25519KeyPair.ofPrivate(hex(vector, "private"));
  }

  private static Envelope envelope(JsonNode vector) {
    return Envelope.parseData(vector.get("data").stringValue()).orElseThrow();
  }

  private static String text(Opening opening) {
    return new String(((Opening.Opened) opening).plaintext(), StandardCharsets.UTF_8);
  }

  private static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).stringValue());
  }

  private static JsonNode vectors() {
    try (InputStream in =
        Objects.requireNonNull(SignalVectorsTest.class.getResourceAsStream("vectors.json"))) {
      return JsonMapper.shared().readTree(in.readAllBytes());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
