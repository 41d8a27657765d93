package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.pin.TestingPin;
import dev.hearth.chat.directory.pin.TipBody;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.SessionKeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// PINs, as clients see them.
@ExtendWith(OneApi.class)
class PinResourceTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private final TestingApi api;

  private final Ed25519KeyPair tip = SessionKeyPair.generate();
  private Client alice;
  private TestingPin pin;

  PinResourceTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void signUp() {
    alice = api.person("Alice");
    pin = new TestingPin((Ed25519KeyPair) alice.key(), api.accounts.serverKey().publicKey(), CLOCK);
  }

  @Test
  void a_pin_is_set_changed_and_tried_under_either_name() {
    assertThat(api.get(alice, "/me").data().get("has_pin").asBoolean()).isFalse();
    var first = "{\"old_pin\":\"\",\"pin\":\"" + pin.digits("123456") + "\"}";
    assertThat(api.post(alice, "/pin/update", first).data().get("has_pin").asBoolean()).isTrue();

    var change =
        "{\"old_pin_base64\":\"%s\",\"pin_base64\":\"%s\"}"
            .formatted(pin.digits("123456"), pin.digits("654321"));
    api.post(alice, "/pin/update", change).data();

    var account = api.post(alice, "/pin/verify", "{\"pin\":\"" + pin.digits("654321") + "\"}");
    assertThat(account.data().get("user_id").asString()).isEqualTo(alice.id().toString());
    assertThat(account.data().get("tip_key_base64").asString()).isEmpty();
    assertThat(api.post(alice, "/pin/verify", base64(pin.digits("123456"))).code())
        .isEqualTo(20119);
    assertThat(api.post(alice, "/pin/verify", base64("nothing")).code()).isEqualTo(20118);
  }

  @Test
  void nobody_else_sees_who_has_a_pin() {
    api.post(alice, "/pin/update", base64(pin.digits("123456"))).data();

    var seen = api.get(api.person("Bob"), "/users/" + alice.id()).data();

    assertThat(seen.get("has_pin").asBoolean()).isFalse();
  }

  @Test
  void failed_tries_are_listed_and_end_in_too_many() {
    api.post(alice, "/pin/update", base64(pin.digits("123456"))).data();
    for (int i = 0; i < 5; i++) {
      assertThat(api.post(alice, "/pin/verify", base64(pin.digits("000000"))).code())
          .isEqualTo(20119);
    }

    assertThat(api.post(alice, "/pin/verify", base64(pin.digits("123456"))).code()).isEqualTo(429);
    var logs = api.get(alice, "/logs?category=PIN_INCORRECT&limit=100").data();
    assertThat(logs.size()).isEqualTo(5);
    assertThat(logs.at("/0/code").asString()).isEqualTo("PIN_INCORRECT");
    var after = logs.at("/3/created_at").asString();
    assertThat(api.get(alice, "/logs?offset=" + after).data().size()).isEqualTo(1);
    assertThat(api.get(alice, "/logs?category=OTHER").data().size()).isZero();
    assertThat(api.get(api.person("Bob"), "/logs").data().size()).isZero();
  }

  @Test
  void a_wrong_pin_is_answered_with_the_number_of_attempts_left() {
    assertThat(api.post(alice, "/pin/verify", base64(pin.digits("000000"))).description())
        .isEqualTo("PIN incorrect.");
    api.post(alice, "/pin/update", base64(pin.digits("123456"))).data();

    for (int left : new int[] {4, 3}) {
      assertThat(api.post(alice, "/pin/verify", base64(pin.digits("000000"))).description())
          .isEqualTo("PIN incorrect. Attempts left within 24 hours: " + left + ".");
    }
    api.post(alice, "/pin/verify", base64(pin.digits("123456"))).data();
    assertThat(api.post(alice, "/pin/verify", base64(pin.digits("000000"))).description())
        .isEqualTo("PIN incorrect. Attempts left within 24 hours: 4.");
  }

  @Test
  void a_key_takes_the_place_of_digits_and_signs_the_time() {
    api.post(alice, "/pin/update", base64(pin.digits("123456"))).data();
    var change =
        "{\"old_pin_base64\":\"%s\",\"pin_base64\":\"%s\"}"
            .formatted(pin.digits("123456"), pin.newKey(tip, 1));

    var account = api.post(alice, "/pin/update", change).data();

    assertThat(account.get("tip_key_base64").asString()).isEqualTo(tip.key().toString());
    assertThat(account.get("tip_counter").asInt()).isEqualTo(1);
    long now = ChronoUnit.NANOS.between(Instant.EPOCH, CLOCK.instant());
    assertThat(api.post(alice, "/pin/verify", signed(now, now)).data().get("has_pin").asBoolean())
        .isTrue();
    assertThat(api.post(alice, "/pin/verify", signed(now + 1, now)).code()).isEqualTo(20119);
    long yesterday = now - 86_400_000_000_000L;
    assertThat(api.post(alice, "/pin/verify", signed(yesterday, yesterday)).invalidField())
        .isEqualTo("timestamp");
    var undated = base64(pin.signature(tip, TipBody.verifying(now)));
    assertThat(api.post(alice, "/pin/verify", undated).invalidField()).isEqualTo("timestamp");
  }

  @Test
  void a_key_is_replaced_by_its_signature_of_its_number_or_of_the_time() {
    api.post(alice, "/pin/update", base64(pin.newKey(tip, 1))).data();
    Ed25519KeyPair second = SessionKeyPair.generate();
    var byNumber =
        "{\"old_pin\":\"%s\",\"pin\":\"%s\"}"
            .formatted(pin.signature(tip, TipBody.verifying(1)), pin.newKey(second, 2));
    long now = ChronoUnit.NANOS.between(Instant.EPOCH, CLOCK.instant());

    api.post(alice, "/pin/update", byNumber).data();
    var byTime =
        "{\"old_pin\":\"%s\",\"pin\":\"%s\",\"timestamp\":%d}"
            .formatted(pin.signature(second, TipBody.verifying(now)), pin.newKey(tip, 3), now);
    var account = api.post(alice, "/pin/update", byTime).data();

    assertThat(account.get("tip_counter").asInt()).isEqualTo(3);
  }

  @Test
  void a_linked_device_signs_out_itself_alone() {
    var desktop = api.linkedBy(alice);
    var tablet = api.linkedBy(alice);

    assertThat(api.post(desktop, "/logout", session(alice)).code()).isEqualTo(403);
    assertThat(api.post(desktop, "/logout", session(tablet)).code()).isEqualTo(403);
    assertThat(api.post(desktop, "/logout", session(desktop)).data().isNull()).isTrue();

    assertThat(api.post(alice, "/logout", session(tablet)).data().isNull()).isTrue();
    api.get(alice, "/me").data();
  }

  @Test
  void a_user_with_a_pin_needs_it_to_sign_another_device_out() {
    api.post(alice, "/pin/update", base64(pin.digits("123456"))).data();
    var desktop = api.linkedBy(alice);
    var tablet = api.linkedBy(alice);
    var desktopPin = pin(desktop);

    assertThat(api.post(desktop, "/logout", session(alice)).code()).isEqualTo(403);
    assertThat(api.post(desktop, "/logout", session(alice, desktopPin.digits("000000"))).code())
        .isEqualTo(20119);
    assertThat(api.post(alice, "/logout", session(tablet)).invalidField()).isEqualTo("pin_base64");
    assertThat(api.post(alice, "/logout", session(tablet, pin.digits("000000"))).code())
        .isEqualTo(20119);
    assertThat(api.post(alice, "/logout", session(tablet, pin.digits("123456"))).data().isNull())
        .isTrue();
    assertThat(
            api.post(desktop, "/logout", session(alice, desktopPin.digits("123456")))
                .data()
                .isNull())
        .isTrue();
    assertThat(api.post(desktop, "/logout", session(desktop)).data().isNull()).isTrue();
  }

  @Test
  void a_key_signs_which_device_is_signed_out() {
    api.post(alice, "/pin/update", base64(pin.newKey(tip, 1))).data();
    var desktop = api.linkedBy(alice);
    var tablet = api.linkedBy(alice);
    var forTablet = TipBody.signingOut(tablet.session());

    assertThat(api.post(alice, "/logout", session(desktop, pin.signature(tip, forTablet))).code())
        .isEqualTo(20119);
    assertThat(
            api.post(alice, "/logout", session(tablet, pin.signature(tip, forTablet)))
                .data()
                .isNull())
        .isTrue();
  }

  @Test
  void a_linked_device_sets_no_first_pin() {
    var desktop = api.linkedBy(alice);

    assertThat(api.post(desktop, "/pin/update", base64(pin(desktop).digits("123456"))).code())
        .isEqualTo(403);
    assertThat(api.get(alice, "/me").data().get("has_pin").asBoolean()).isFalse();
    api.post(alice, "/pin/update", base64(pin.digits("123456"))).data();
    var change =
        "{\"old_pin_base64\":\"%s\",\"pin_base64\":\"%s\"}"
            .formatted(pin(desktop).digits("123456"), pin(desktop).digits("654321"));
    api.post(desktop, "/pin/update", change).data();
  }

  private TestingPin pin(Client client) {
    var key = (Ed25519KeyPair) client.key();
    return new TestingPin(key, api.accounts.serverKey().publicKey(), CLOCK);
  }

  private static String session(Client client) {
    return "{\"session_id\":\"" + client.session() + "\"}";
  }

  private static String session(Client client, String hidden) {
    return "{\"session_id\":\"%s\",\"pin_base64\":\"%s\"}".formatted(client.session(), hidden);
  }

  private String signed(long signed, long said) {
    return "{\"pin_base64\":\"%s\",\"timestamp\":%d}"
        .formatted(pin.signature(tip, TipBody.verifying(signed)), said);
  }

  private static String base64(String hidden) {
    return "{\"pin_base64\":\"" + hidden + "\"}";
  }
}
