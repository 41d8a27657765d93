package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingKeys;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.pin.TestingPin;
import dev.hearth.chat.directory.pin.TipBody;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.DeviceLink;
import dev.hearth.sdk.store.ClientStore;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Linking a device, as clients see it.
@ExtendWith(OneApi.class)
class ProvisioningResourceTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private final TestingApi api;

  private Client alice;
  private final SessionKeyPair key = SessionKeyPair.generate();

  ProvisioningResourceTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void signUp() {
    alice = api.person("Alice");
  }

  @Test
  void a_device_is_linked_by_another_one_which_hears_of_it() throws Exception {
    var listening = api.listen(alice);
    String id = waiting();
    assertThat(secret(id)).isEmpty();

    var code = api.get(alice, "/device/provisioning/code").data().get("code").asString();
    assertThat(
            api.post(alice, "/provisionings/" + id, "{\"secret\":\"c2VhbGVk\"}")
                .data()
                .get("device_id")
                .asString())
        .isEqualTo(id);
    assertThat(secret(id)).isEqualTo("c2VhbGVk");
    assertThat(secret(id)).isEmpty();
    var account = api.postAsNobody("/provisionings/verify", verify(code, Map.of())).data();

    var linked = linked(account);
    assertThat(account.get("user_id").asString()).isEqualTo(alice.id().toString());
    assertThat(account.get("pin_token").asString()).isNotEmpty();
    assertThat(linked.session()).isNotEqualTo(alice.session());
    assertThat(api.get(linked, "/me").data().get("full_name").asString()).isEqualTo("Alice");
    assertThat(listening.take())
        .contains(
            "SYSTEM_SESSION {\"action\":\"PROVISION\",\"user_id\":\"" + alice.id() + "\"",
            linked.session().toString(),
            linked.key().key().x25519());
  }

  @Test
  void nothing_is_used_twice() {
    String id = waiting();
    var code = api.get(alice, "/device/provisioning/code").data().get("code").asString();
    api.post(alice, "/provisionings/" + id, "{\"secret\":\"c2VhbGVk\"}").data();
    api.postAsNobody("/provisionings/verify", verify(code, Map.of())).data();

    assertThat(api.post(alice, "/provisionings/" + id, "{\"secret\":\"c2VhbGVk\"}").code())
        .isEqualTo(20115);
    assertThat(api.postAsNobody("/provisionings/verify", verify(code, Map.of())).code())
        .isEqualTo(20115);
  }

  @Test
  void the_number_a_device_gave_itself_goes_out_with_its_keys() {
    var linked = link();
    var keys = TestingKeys.generate();
    var caller = new Caller(alice.id(), linked.session(), false, 0);
    api.keys.leave(caller, keys.upload(0, 1));

    var bundles =
        api.keys.take(
            new Caller(alice.id(), alice.session(), false, 0),
            List.of(new PreKeyRequest(alice.id(), Optional.of(linked.session()))));

    assertThat(bundles).extracting(PreKeyBundle::registrationId).containsExactly(4242);
  }

  @Test
  void the_fields_of_a_device_are_checked_before_its_code_is_used() {
    var code = api.get(alice, "/device/provisioning/code").data().get("code").asString();
    var rsa = SessionKeyPair.generateRsa().key().toString();

    var wrong =
        Map.of(
            "session_secret", "\"" + rsa + "\"",
            "registration_id", "16381",
            "platform", "\"Toaster\"",
            "purpose", "\"DEACTIVATED\"",
            "user_id", "\"alice\"",
            "session_id", "7",
            "code", "[]");
    wrong.forEach((field, value) ->
        assertThat(
                api.postAsNobody("/provisionings/verify", verify(code, Map.of(field, value)))
                    .invalidField())
            .isEqualTo(field));

    api.postAsNobody("/provisionings/verify", verify(code, Map.of())).data();
  }

  @Test
  void a_user_with_a_pin_needs_it_to_link_a_device() {
    var pin =
        new TestingPin((Ed25519KeyPair) alice.key(), api.accounts.serverKey().publicKey(), CLOCK);
    api.post(alice, "/pin/update", "{\"pin\":\"" + pin.digits("123456") + "\"}").data();
    String id = waiting();

    assertThat(api.post(alice, "/provisionings/" + id, "{\"secret\":\"x\"}").invalidField())
        .isEqualTo("pin_base64");
    assertThat(api.post(alice, "/provisionings/" + id, answer("x", pin.digits("000000"))).code())
        .isEqualTo(20119);
    assertThat(secret(id)).isEmpty();
    api.post(alice, "/provisionings/" + id, answer("x", pin.digits("123456"))).data();
    assertThat(secret(id)).isEqualTo("x");
  }

  @Test
  void the_sdk_links_a_device_of_who_has_a_pin() throws Exception {
    var server = api.accounts.serverKey().publicKey();
    var key = (Ed25519KeyPair) alice.key();
    var pin = new TestingPin(key, server, CLOCK).digits("123456");
    api.post(alice, "/pin/update", "{\"pin\":\"" + pin + "\"}").data();
    var keystore = Keystore.of(alice.id(), alice.session(), key, server);
    var options = ClientOptions.at(URI.create(api.address()));
    try (var phone = ClientStore.inMemory();
        var laptop = ClientStore.inMemory();
        var link = DeviceLink.open(options)) {

      assertThat(DeviceLink.answer(link.address(), keystore, phone, options))
          .isEqualTo(DeviceLink.LinkAnswer.PIN_WRONG);
      assertThat(DeviceLink.answer(link.address(), keystore, phone, options, "000000"))
          .isEqualTo(DeviceLink.LinkAnswer.PIN_WRONG);
      assertThat(DeviceLink.answer(link.address(), keystore, phone, options, "123456"))
          .isEqualTo(DeviceLink.LinkAnswer.HANDED_OVER);

      assertThat(link.await(laptop)).isInstanceOf(DeviceLink.Outcome.Linked.class);
    }
  }

  @Test
  void a_key_signs_which_device_is_linked_and_what_it_gets() {
    var pin =
        new TestingPin((Ed25519KeyPair) alice.key(), api.accounts.serverKey().publicKey(), CLOCK);
    Ed25519KeyPair tip = SessionKeyPair.generate();
    api.post(alice, "/pin/update", "{\"pin\":\"" + pin.newKey(tip, 1) + "\"}").data();
    String id = waiting();
    var device = UUID.fromString(id);

    var other = pin.signature(tip, TipBody.linking(UUID.randomUUID(), "x"));
    assertThat(api.post(alice, "/provisionings/" + id, answer("x", other)).code()).isEqualTo(20119);
    var signed = pin.signature(tip, TipBody.linking(device, "x"));
    api.post(alice, "/provisionings/" + id, answer("x", signed)).data();
    assertThat(secret(id)).isEqualTo("x");
  }

  private static String answer(String secret, String pin) {
    return "{\"secret\":\"%s\",\"pin_base64\":\"%s\"}".formatted(secret, pin);
  }

  @Test
  void bots_and_linked_devices_link_nobody() {
    for (var client : List.of(api.bot("Robot"), link())) {
      assertThat(api.get(client, "/device/provisioning/code").code()).isEqualTo(403);
      assertThat(api.post(client, "/provisionings/" + waiting(), "{\"secret\":\"x\"}").code())
          .isEqualTo(403);
    }
  }

  @Test
  void a_user_with_five_linked_devices_is_told_so() {
    for (int i = 0; i < 5; i++) {
      link();
    }

    var refused = api.get(alice, "/device/provisioning/code");

    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused.json().at("/error/extra/reason").asString()).contains("5 linked devices");
  }

  @Test
  void an_answer_that_is_not_valid_or_for_nobody_is_refused() {
    String id = waiting();
    var tooLong = "{\"secret\":\"" + "x".repeat(4097) + "\"}";

    for (String body : List.of("{}", "{\"secret\":\"\"}", "{\"secret\":7}", tooLong)) {
      assertThat(api.post(alice, "/provisionings/" + id, body).invalidField()).isEqualTo("secret");
    }
    assertThat(api.post(alice, "/provisionings/" + SessionId.random(), "{\"secret\":\"x\"}").code())
        .isEqualTo(20115);
    assertThat(api.post(alice, "/provisionings/x", "{\"secret\":\"x\"}").code()).isEqualTo(20115);
    assertThat(api.postAsNobody("/provisionings/" + id, "{\"secret\":\"x\"}").code())
        .isEqualTo(401);
    assertThat(api.getAsNobody("/provisionings/" + SessionId.random()).code()).isEqualTo(404);
    assertThat(api.getAsNobody("/provisionings/x").code()).isEqualTo(404);
    assertThat(secret(id)).isEmpty();
  }

  private String waiting() {
    return api.postAsNobody("/provisionings", "{\"device\":\"Linux\"}")
        .data()
        .get("device_id")
        .asString();
  }

  private String secret(String id) {
    return api.getAsNobody("/provisionings/" + id).data().get("secret").asString();
  }

  private Client link() {
    var code = api.get(alice, "/device/provisioning/code").data().get("code").asString();
    return linked(api.postAsNobody("/provisionings/verify", verify(code, Map.of())).data());
  }

  private Client linked(JsonNode account) {
    return new Client(alice.user(), SessionId.of(account.get("session_id").asString()), key);
  }

  /// @param changes JSON by name of the field
  private String verify(String code, Map<String, String> changes) {
    var fields = new TreeMap<String, String>();
    fields.put("user_id", "\"" + alice.id() + "\"");
    fields.put("session_id", "\"" + alice.session() + "\"");
    fields.put("code", "\"" + code + "\"");
    fields.put("session_secret", "\"" + key.key() + "\"");
    fields.put("registration_id", "4242");
    fields.put("platform", "\"Desktop\"");
    fields.put("purpose", "\"SESSION\"");
    fields.put("app_version", "\"1.0\"");
    fields.putAll(changes);
    return "{"
        + String.join(
            ",",
            fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .toList())
        + "}";
  }
}
