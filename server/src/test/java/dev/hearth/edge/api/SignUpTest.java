package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.invitation.SignUpPolicy;
import dev.hearth.chat.media.TestingPictures;
import dev.hearth.edge.api.TestingApi.Answer;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Making an account, as clients see it.
@ExtendWith(OneApi.class)
class SignUpTest {
  private final TestingApi api;
  private final SessionKeyPair key = SessionKeyPair.generate();

  SignUpTest(TestingApi api) {
    this.api = api;
  }

  @Test
  void an_invitation_shows_who_invites_and_makes_an_account_that_knows_them() throws Exception {
    var alice = api.person("Alice");
    var listening = api.listen(alice);
    String code = invite(1, Optional.of(alice.id()));

    var seen = api.getAsNobody("/invitations/" + code).data();
    assertThat(seen.get("server_name").asString()).isEqualTo("Hearth's test");
    assertThat(seen.get("inviter_name").asString()).isEqualTo("Alice");
    assertThat(seen.get("inviter_avatar_url").asString()).isEmpty();
    var account = signUp(api, code, " Nora ", "").data();

    assertThat(account.get("full_name").asString()).isEqualTo("Nora");
    var nora = client(account.get("user_id").asString(), account.get("session_id").asString());
    assertThat(api.get(nora, "/friends").data().valueStream())
        .extracting(friend -> friend.get("user_id").asString())
        .containsExactly(alice.id().toString());
    assertThat(api.get(alice, "/friends").data().valueStream())
        .extracting(friend -> friend.get("user_id").asString())
        .containsExactly(nora.id().toString());
    assertThat(listening.take())
        .contains("SYSTEM_USER {\"action\":\"UPDATE\",\"user_id\":\"" + nora.id() + "\"");
  }

  @Test
  void a_person_brings_a_small_picture_along() {
    byte[] picture = TestingPictures.picture("png", 16, 16, 1);
    String avatar = ",\"avatar_base64\":\"" + Base64.getEncoder().encodeToString(picture) + "\"";

    var account = signUp(api, invite(1, Optional.empty()), "Nora", avatar).data();

    String url = account.get("avatar_url").asString();
    assertThat(url).contains("/portraits/");
    String path = url.substring(url.indexOf("/portraits/"));
    assertThat(api.browse(path).body()).isEqualTo(picture);
  }

  @Test
  void each_reason_why_an_invitation_is_useless_has_a_code() {
    String used = invite(1, Optional.empty());
    signUp(api, used, "Nora", "").data();
    String ended = invite(1, Optional.empty());
    api.invitations.revoke(api.invitations.list().getFirst().id());

    var codes = List.of("AAAAAAAAAAAAAAAAAAAAAA", used, ended);
    assertThat(codes)
        .map(code -> api.getAsNobody("/invitations/" + code).code())
        .containsExactly(404, 20192, 20193);
    assertThat(codes)
        .map(code -> signUp(api, code, "Nils", "").code())
        .containsExactly(404, 20192, 20193);
    assertThat(api.getAsNobody("/invitations/%3Cscript%3E").code()).isEqualTo(404);
  }

  @Test
  void a_wrong_field_is_named_and_leaves_the_invitation_as_it_is() {
    String code = invite(1, Optional.empty());

    for (String name : List.of("", "  ", "\\n", "\\u202e", "x".repeat(65))) {
      assertThat(signUp(api, code, name, "").invalidField()).isEqualTo("full_name");
    }
    assertThat(signUp(api, code, "Nora", ",\"avatar_base64\":\"!\"").invalidField())
        .isEqualTo("avatar_base64");
    assertThat(signUp(api, code, "Nora", ",\"registration_id\":0").invalidField())
        .isEqualTo("registration_id");
    assertThat(signUp(api, code, "Nora", ",\"purpose\":\"PHONE\"").invalidField())
        .isEqualTo("purpose");

    signUp(api, code, "Nora", "").data();
  }

  @Test
  void without_an_invitation_it_depends_on_the_operator(@TempDir Path open, @TempDir Path closed) {
    Answer refused = signUp(api, "", "Nora", "");
    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused.json().at("/error/extra/field").asString()).isEqualTo("invitation");
    try (var free = new TestingApi(open, SignUpPolicy.OPEN)) {
      assertThat(signUp(free, "", "Nora", "").data().get("full_name").asString()).isEqualTo("Nora");
    }
    try (var shut = new TestingApi(closed, SignUpPolicy.CLOSED)) {
      String code =
          shut.invitations.create(1, Duration.ofDays(1), Optional.empty()).orElseThrow().code();
      assertThat(signUp(shut, "", "Nora", "").code()).isEqualTo(403);
      assertThat(signUp(shut, code, "Nora", "").code()).isEqualTo(403);
      assertThat(shut.getAsNobody("/invitations/" + code).code()).isEqualTo(403);
    }
  }

  private String invite(int uses, Optional<UserId> contact) {
    return api.invitations.create(uses, Duration.ofDays(1), contact).orElseThrow().code();
  }

  /// @param invitation "" for none
  /// @param more further fields, each behind a comma; one that is there already counts
  private Answer signUp(TestingApi at, String invitation, String name, String more) {
    return at.postAsNobody(
        "/verifications",
        "{\"purpose\":\"SESSION\",\"invitation\":\"%s\",\"full_name\":\"%s\",%s%s}"
            .formatted(invitation, name, VerificationResourceTest.device(key), more));
  }

  private Client client(String user, String session) {
    return new Client(
        api.accounts.findUser(UserId.of(user)).orElseThrow(), SessionId.of(session), key);
  }
}
