package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.link.SignInCodes.CodeLength;
import dev.hearth.chat.directory.link.SignInCodes.OtherDevices;
import dev.hearth.edge.api.TestingApi.Answer;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Signing in with a code of the operator's, as clients see it.
@ExtendWith(OneApi.class)
class VerificationResourceTest {
  private final TestingApi api;
  private final SessionKeyPair key = SessionKeyPair.generate();
  private Client alice;

  VerificationResourceTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void signUp() {
    alice = api.person("Alice");
  }

  @Test
  void a_device_says_whether_the_others_stay_and_a_device_that_came_so_hears_of_the_next()
      throws Exception {
    var tablet = signedIn(signIn(code(OtherDevices.STAY), ",\"end_others\":false"));
    var listening = api.listen(tablet);

    var browser = signedIn(signIn(code(OtherDevices.STAY), ",\"end_others\":false"));

    assertThat(api.get(browser, "/me").data().get("full_name").asString()).isEqualTo("Alice");
    assertThat(api.get(alice, "/me").data().get("full_name").asString()).isEqualTo("Alice");
    assertThat(listening.take())
        .contains("SYSTEM_SESSION {\"action\":\"PROVISION\"", browser.session().toString());
  }

  @Test
  void the_others_end_for_an_app_that_does_not_say_it_or_when_the_operator_wants_it() {
    var first = signedIn(signIn(code(OtherDevices.STAY), ""));
    assertThat(api.get(alice, "/me").code()).isEqualTo(401);

    var second = signedIn(signIn(code(OtherDevices.END), ",\"end_others\":false"));
    assertThat(api.get(first, "/me").code()).isEqualTo(401);

    signedIn(signIn(code(OtherDevices.STAY), ",\"end_others\":true"));
    assertThat(api.get(second, "/me").code()).isEqualTo(401);
  }

  @Test
  void a_wrong_code_and_a_wrong_field_leave_the_code_as_it_is() {
    String code = code(OtherDevices.STAY);

    assertThat(signIn("0000", ",\"end_others\":false").code()).isEqualTo(20113);
    assertThat(signIn(code, ",\"end_others\":\"no\"").invalidField()).isEqualTo("end_others");

    signedIn(signIn(code, ",\"end_others\":false"));
    assertThat(signIn(code, ",\"end_others\":false").code()).isEqualTo(20113);
  }

  @Test
  void a_person_sees_their_devices_with_the_names_that_those_have_given_themselves() {
    var browser =
        signedIn(
            signIn(
                code(OtherDevices.STAY),
                ",\"end_others\":false,\"device_name\":\" Firefox on Linux \""));

    var devices = api.get(browser, "/me/sessions").data();

    assertThat(devices).hasSize(2);
    assertThat(devices.get(0).get("session_id").asString()).isEqualTo(alice.session().toString());
    assertThat(devices.get(0).get("device_name").asString()).isEmpty();
    assertThat(devices.get(1).get("device_name").asString()).isEqualTo("Firefox on Linux");
    assertThat(devices.get(1).get("current").asBoolean()).isTrue();
    assertThat(devices.get(1).get("linked").asBoolean()).isFalse();
    for (String name : List.of("a\\nb", "\\u202e", "x".repeat(65))) {
      assertThat(signIn("0", ",\"device_name\":\"" + name + "\"").invalidField())
          .isEqualTo("device_name");
    }
  }

  private String code(OtherDevices others) {
    return api.signInCodes.issue(user(), others, CodeLength.LONG).orElseThrow();
  }

  private Answer signIn(String code, String more) {
    String id =
        api.postAsNobody(
                "/verifications",
                "{\"phone\":\"%d\",\"purpose\":\"SESSION\"}".formatted(user().identityNumber()))
            .data()
            .get("id")
            .asString();
    return api.postAsNobody(
        "/verifications/" + id,
        "{\"purpose\":\"SESSION\",\"code\":\"%s\",%s%s}".formatted(code, device(key), more));
  }

  private User user() {
    return alice.user();
  }

  private Client signedIn(Answer answer) {
    var session = SessionId.of(answer.data().get("session_id").asString());
    return new Client(alice.user(), session, key);
  }

  static String device(SessionKeyPair key) {
    return "\"session_secret\":\"%s\",\"platform\":\"Desktop\",\"registration_id\":77"
        .formatted(key.key());
  }
}
