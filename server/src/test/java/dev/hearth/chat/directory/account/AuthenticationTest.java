package dev.hearth.chat.directory.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Authentication.Anonymous;
import dev.hearth.chat.directory.account.Authentication.Authenticated;
import dev.hearth.chat.directory.account.Authentication.Unauthorized;
import dev.hearth.chat.directory.account.Authentication.Verdict;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.settings.Rate;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.key.SessionToken;
import dev.hearth.protocol.key.TokenScope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticationTest extends DirectoryOnBothEngines {
  private static final Instant NOW = START;
  private static final byte[] NO_BODY = {};
  private static final int MOST_FAILED = 20;
  private static final List<String> ME = List.of("/me");

  private final SessionKeyPair pair = SessionKeyPair.generate();
  private Authentication authentication;
  private UserId alice;
  private Session session;

  @BeforeEach
  void signIn() {
    authentication =
        new Authentication(
            accounts,
            clock,
            new Allowances(clock, new SimpleMeterRegistry())
                .of("failed-checks", new Rate(MOST_FAILED, 1, Duration.ofSeconds(1))),
            new SimpleMeterRegistry());
    alice = accounts.registerPerson("Alice").id();
    session = accounts.openSession(alice, pair.key(), "Android");
  }

  @Test
  void a_good_token_names_its_user_and_session_as_often_as_it_is_shown() {
    var token = token(NOW, Duration.ofMinutes(30));

    for (int i = 0; i < 2; i++) {
      assertThat(get(token))
          .isEqualTo(
              new Authenticated(
                  new Caller(alice, session.id(), false, session.createdAt()), TokenScope.FULL));
    }
  }

  @Test
  void a_token_is_for_what_its_scope_names() {
    var claims =
        new SessionToken(
            alice,
            session.id(),
            NOW,
            NOW.plusSeconds(60),
            "",
            SessionToken.signature("GET", "/me", NO_BODY),
            "PROFILE:READ CONTACTS:READ");

    assertThat(get(claims.signedWith(pair)))
        .isInstanceOfSatisfying(
            Authenticated.class,
            known -> {
              assertThat(known.scope().allows("CONTACTS:READ")).isTrue();
              assertThat(known.scope().allows("MESSAGES:READ")).isFalse();
            });
  }

  @Test
  void a_token_of_the_first_years_is_as_good() {
    var rsa = SessionKeyPair.generateRsa();
    var bot = accounts.registerBot("Old", Optional.empty()).id();
    var old = accounts.openSession(bot, rsa.key(), "");

    var token = sign(rsa, bot, old.id(), NOW, Duration.ofDays(90), "GET", "/me", NO_BODY);

    assertThat(get(token))
        .isEqualTo(
            new Authenticated(new Caller(bot, old.id(), true, old.createdAt()), TokenScope.FULL));
  }

  @Test
  void no_token_is_nobody() {
    assertThat(get("")).isEqualTo(new Anonymous());
    assertThat(get(" ")).isEqualTo(new Anonymous());
  }

  @Test
  void text_that_is_not_a_token_is_refused() {
    for (var token :
        List.of("anonymous", "invalid token", "a.b.c", "...", "é".repeat(9000), "e30.e30.")) {
      assertThat(get(token)).describedAs(token).isInstanceOf(Unauthorized.class);
    }
  }

  @Test
  void a_token_is_good_from_five_minutes_before_it_was_issued_until_it_expires() {
    assertThat(get(token(NOW.minus(Duration.ofDays(400)), Duration.ofDays(401))))
        .isInstanceOf(Authenticated.class);
    assertThat(get(token(NOW.plus(Duration.ofMinutes(5)), Duration.ofMinutes(1))))
        .isInstanceOf(Authenticated.class);
    assertThat(get(token(NOW.plus(Duration.ofMinutes(5).plusSeconds(1)), Duration.ofMinutes(1))))
        .isInstanceOf(Unauthorized.class);
    assertThat(get(token(NOW.minusSeconds(60), Duration.ofSeconds(60))))
        .isInstanceOf(Unauthorized.class);
    assertThat(get(token(NOW, Duration.ofDays(400)))).isInstanceOf(Authenticated.class);
    assertThat(get(token(NOW, Duration.ofDays(400).plusSeconds(1))))
        .isInstanceOf(Unauthorized.class);
  }

  @Test
  void a_token_is_bound_to_method_target_and_body() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    var token = sign(pair, alice, session.id(), NOW, Duration.ofHours(1), "POST", "/me", body);

    assertThat(check(token, "POST", ME, body)).isInstanceOf(Authenticated.class);
    assertThat(check(token, "POST", List.of(":80/me", "/me"), body))
        .isInstanceOf(Authenticated.class);
    assertThat(check(token, "GET", ME, body)).isInstanceOf(Unauthorized.class);
    assertThat(check(token, "POST", List.of("/you"), body)).isInstanceOf(Unauthorized.class);
    assertThat(check(token, "POST", ME, NO_BODY)).isInstanceOf(Unauthorized.class);
  }

  @Test
  void a_token_signed_with_another_key_is_refused() {
    var other = SessionKeyPair.generate();
    var rsa = SessionKeyPair.generateRsa();

    for (var wrong : List.of(other, rsa)) {
      var token = sign(wrong, alice, session.id(), NOW, Duration.ofHours(1), "GET", "/me", NO_BODY);
      assertThat(get(token)).isInstanceOf(Unauthorized.class);
    }
  }

  @Test
  void a_token_without_algorithm_or_with_changed_claims_is_refused() {
    var parts = token(NOW, Duration.ofHours(1)).split("\\.", -1);
    var none = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}");
    var bob = accounts.registerPerson("Bob").id();
    var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);

    assertThat(get(none + "." + parts[1] + ".")).isInstanceOf(Unauthorized.class);
    assertThat(get(none + "." + parts[1] + "." + parts[2])).isInstanceOf(Unauthorized.class);
    assertThat(
            get(
                parts[0]
                    + "."
                    + base64(claims.replace(alice.toString(), bob.toString()))
                    + "."
                    + parts[2]))
        .isInstanceOf(Unauthorized.class);
  }

  @Test
  void a_session_speaks_for_its_own_user_only() {
    var bob = accounts.registerPerson("Bob").id();

    var token = sign(pair, bob, session.id(), NOW, Duration.ofHours(1), "GET", "/me", NO_BODY);

    assertThat(get(token)).isInstanceOf(Unauthorized.class);
  }

  @Test
  void unknown_and_revoked_sessions_are_dead() {
    var token = token(NOW, Duration.ofHours(1));
    assertThat(get(token)).isInstanceOf(Authenticated.class);

    accounts.revoke(session.id());

    assertThat(get(token)).isInstanceOf(Unauthorized.class);
    assertThat(
            get(
                sign(
                    pair,
                    alice,
                    SessionId.random(),
                    NOW,
                    Duration.ofHours(1),
                    "GET",
                    "/me",
                    NO_BODY)))
        .isInstanceOf(Unauthorized.class);
  }

  @Test
  void a_bad_token_learns_what_is_wrong_with_it_itself() {
    assertThat(reason(get("a.b.c"))).contains("not a JWT");
    assertThat(reason(get(token(NOW.minusSeconds(60), Duration.ofSeconds(60)))))
        .contains("has expired");
    assertThat(reason(get(token(NOW.plus(Duration.ofMinutes(6)), Duration.ofMinutes(1)))))
        .contains("from the future");
    assertThat(reason(get(token(NOW, Duration.ofDays(401))))).contains("400 days");
    assertThat(reason(check(token(NOW, Duration.ofHours(1)), "POST", ME, NO_BODY)))
        .contains("another request");
  }

  /// Otherwise one could find out by guessing which sessions there are.
  @Test
  void a_bad_token_learns_nothing_of_sessions() {
    var other = SessionKeyPair.generate();
    var life = Duration.ofHours(1);

    var wrongKey = sign(other, alice, session.id(), NOW, life, "GET", "/me", NO_BODY);
    var unknown = sign(other, alice, SessionId.random(), NOW, life, "GET", "/me", NO_BODY);

    assertThat(get(unknown)).isInstanceOf(Unauthorized.class).isEqualTo(get(wrongKey));
  }

  private static String reason(Authentication.Verdict verdict) {
    return ((Unauthorized) verdict).why().reason().sentence();
  }

  @Test
  void a_session_that_wrong_signatures_name_too_often_is_shut_out_where_they_come_from() {
    var attacker = Optional.of(ClientAddress.of("192.0.2.1"));
    var home = Optional.of(ClientAddress.of("192.0.2.2"));
    var good = token(NOW, Duration.ofHours(1));
    var wrong =
        sign(
            SessionKeyPair.generate(),
            alice,
            session.id(),
            NOW,
            Duration.ofHours(1),
            "GET",
            "/me",
            NO_BODY);

    for (int i = 0; i < MOST_FAILED; i++) {
      assertThat(authentication.check(good, "GET", ME, NO_BODY, attacker))
          .isInstanceOf(Authenticated.class);
      assertThat(authentication.check(wrong, "GET", ME, NO_BODY, attacker))
          .isInstanceOf(Unauthorized.class);
    }

    // Not looked at any more, so a good one is refused too; there, and nowhere else.
    assertThat(authentication.check(good, "GET", ME, NO_BODY, attacker))
        .isInstanceOf(Unauthorized.class);
    assertThat(authentication.check(good, "GET", ME, NO_BODY, home))
        .isInstanceOf(Authenticated.class);
  }

  private Verdict check(String token, String method, List<String> targets, byte[] body) {
    return authentication.check(token, method, targets, body, Optional.empty());
  }

  private Verdict get(String token) {
    return check(token, "GET", ME, NO_BODY);
  }

  private String token(Instant issued, Duration life) {
    return sign(pair, alice, session.id(), issued, life, "GET", "/me", NO_BODY);
  }

  private static String sign(
      SessionKeyPair pair,
      UserId user,
      SessionId session,
      Instant now,
      Duration life,
      String method,
      String target,
      byte[] body) {
    return SessionToken.sign(pair, user, session, now, life, method, target, body);
  }

  private static String base64(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
