package dev.hearth.edge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingKeys;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.key.SessionChecksum;
import dev.hearth.protocol.payload.Encrypted;
import dev.hearth.protocol.payload.Encrypted.SealedKey;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/// `/signal/keys` and `/encrypted_messages`, as clients see them.
@ExtendWith(OneApi.class)
class EncryptionResourcesTest {
  private final TestingApi api;

  private Client robot;
  private Client alice;
  private ConversationId contact;

  EncryptionResourcesTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void meet() {
    robot = api.bot("Robot");
    alice = api.person("Alice");
    contact = api.contact(robot, alice);
  }

  @Test
  void keys_are_left_and_counted() {
    assertThat(left()).isZero();

    api.post(alice, "/signal/keys", json(TestingKeys.generate().upload(0, 700))).data();

    assertThat(left()).isEqualTo(700);
  }

  @Test
  void an_upload_is_taken_as_a_whole_or_not_at_all() {
    var account = TestingKeys.generate();
    api.post(alice, "/signal/keys", json(account.upload(0, 5))).data();

    String doubled = json(account.upload(10, 12)).replace("\"key_id\":11", "\"key_id\":10");
    assertThat(api.post(alice, "/signal/keys", doubled).invalidField())
        .isEqualTo("one_time_pre_keys");
    assertThat(api.post(alice, "/signal/keys", json(TestingKeys.generate().upload(10, 12))).code())
        .isEqualTo(403);
    assertThat(api.post(robot, "/signal/keys", json(account.upload(10, 12))).code()).isEqualTo(403);

    assertThat(left()).isEqualTo(5);
  }

  @Test
  void a_message_encrypted_for_all_devices_of_somebody_is_sent() throws Exception {
    var tablet = api.anotherDevice(alice);
    var listening = api.listen(tablet);
    var message = MessageId.random();

    var answer =
        api.post(robot, "/encrypted_messages", "[" + encrypted(message, alice, tablet) + "]")
            .data();

    assertThat(answer.at("/0/state").asString()).isEqualTo("SUCCESS");
    assertThat(answer.at("/0/message_id").asString()).isEqualTo(message.toString());
    assertThat(answer.at("/0/recipient_id").asString()).isEqualTo(alice.id().toString());
    assertThat(answer.at("/0/sessions").size()).isEqualTo(2);
    assertThat(listening.take()).startsWith(message + " ENCRYPTED_TEXT ");
  }

  @Test
  void a_person_may_send_so_as_well_and_names_the_sessions_of_the_recipient_alone()
      throws Exception {
    var bob = api.person("Bob");
    contact = api.contact(bob, alice);
    var listening = api.listen(alice);
    var message = MessageId.random();

    var answer =
        api.post(bob, "/encrypted_messages", encrypted(bob, message, List.of(alice))).data();

    assertThat(answer.at("/0/state").asString()).isEqualTo("SUCCESS");
    assertThat(listening.take()).startsWith(message + " ENCRYPTED_TEXT ");
  }

  @Test
  void a_message_that_misses_a_device_fails_alone_and_says_which_there_are() throws Exception {
    var stale = encrypted(MessageId.random(), alice);
    var tablet = api.anotherDevice(alice);
    var listening = api.listen(alice);
    var good = MessageId.random();

    var answer =
        api.post(
                robot,
                "/encrypted_messages",
                "[" + stale + "," + encrypted(good, alice, tablet) + "]")
            .data();

    assertThat(answer.at("/0/state").asString()).isEqualTo("FAILED");
    assertThat(answer.at("/0/sessions").valueStream().map(one -> one.path("session_id").asString()))
        .containsExactly(alice.session().toString(), tablet.session().toString());
    assertThat(answer.at("/1/state").asString()).isEqualTo("SUCCESS");
    assertThat(listening.take()).startsWith(good + " ");
  }

  @Test
  void the_checksum_decides_when_a_message_names_no_sessions() {
    String good = withoutNames(encrypted(MessageId.random(), alice));
    String stale =
        withoutNames(encrypted(MessageId.random(), alice))
            .replace(
                SessionChecksum.of(List.of(alice.session())),
                SessionChecksum.of(List.of(robot.session())));

    var answer = api.post(robot, "/encrypted_messages", "[" + stale + "," + good + "]").data();

    assertThat(answer.at("/0/state").asString()).isEqualTo("FAILED");
    assertThat(answer.at("/1/state").asString()).isEqualTo("SUCCESS");
  }

  private static String withoutNames(String message) {
    return message.replaceFirst(",\"recipient_sessions\":\\[[^]]*]", "");
  }

  @Test
  void nobody_sends_under_another_ones_key() {
    var other = api.bot("Other");
    String forged = encrypted(other, MessageId.random(), List.of(alice));

    assertThat(api.post(robot, "/encrypted_messages", forged).invalidField())
        .isEqualTo("data_base64");
  }

  private int left() {
    return api.get(alice, "/signal/keys/count").data().path("one_time_pre_keys_count").asInt();
  }

  private static String json(PreKeyUpload keys) {
    var text = new StringWriter();
    try (var json = JsonMapper.shared().createGenerator(text)) {
      keys.writeTo(json);
    }
    return text.toString();
  }

  private String encrypted(MessageId id, Client... devices) {
    return encrypted(robot, id, List.of(devices));
  }

  private String encrypted(Client from, MessageId id, List<Client> devices) {
    List<SessionId> sessions = devices.stream().map(Client::session).toList();
    byte[] sender = ((Ed25519KeyPair) from.key()).key().x25519Bytes();
    var payload =
        new Encrypted(
            "ENCRYPTED_TEXT",
            sender,
            sessions.stream().map(session -> new SealedKey(session, new byte[48])).toList(),
            new byte[12],
            "sealed, and a tag".getBytes(UTF_8));
    String named =
        sessions.stream()
            .map("{\"session_id\":\"%s\"}"::formatted)
            .collect(Collectors.joining(","));
    return Stream.of(
            "\"conversation_id\":\"" + contact + "\"",
            "\"recipient_id\":\"" + alice.id() + "\"",
            "\"message_id\":\"" + id + "\"",
            "\"category\":\"ENCRYPTED_TEXT\"",
            "\"data_base64\":\"" + WireBase64.rawUrl(payload.toBytes()) + "\"",
            "\"checksum\":\"" + SessionChecksum.of(sessions) + "\"",
            "\"recipient_sessions\":[" + named + "]")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
