package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.edge.json.FiatRate;
import dev.hearth.edge.json.TurnServers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests of starting apps, besides their account: `/turn`, `/fiats`, `/logs`, wallets.
@ExtendWith(OneApi.class)
class StartingAppTest {
  private final TestingApi api;

  StartingAppTest(TestingApi api) {
    this.api = api;
  }

  @Test
  void a_caller_gets_credentials_that_coturn_takes_until_they_expire() throws Exception {
    var alice = api.person("Alice");

    var servers = api.get(alice, "/turn").data();

    assertThat(servers.valueStream().map(server -> server.get("url").asString()))
        .containsExactlyElementsOf(TestingApi.TURN.urls());
    for (var server : servers) {
      var username = server.get("username").asString();
      var parts = username.split(":", -1);
      assertThat(parts[1]).isEqualTo(alice.id().toString());
      assertThat(Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(parts[0]))))
          .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
      assertThat(server.get("credential").asString()).isEqualTo(coturn("north", username));
    }
  }

  /// Computed as coturn's documentation says.
  private static String coturn(String secret, String username) throws Exception {
    var mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    return Base64.getEncoder()
        .encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void the_secret_of_turn_is_not_printed() {
    assertThat(TestingApi.TURN.toString()).doesNotContain("north").contains("(secret)");
    var credentials = TestingApi.TURN.credentials(api.person("Alice").id(), Instant.now());
    assertThat(credentials.orElseThrow().toString())
        .doesNotContain(credentials.orElseThrow().password());
  }

  @Test
  void nobody_gets_credentials() {
    assertThat(api.getAsNobody("/turn").code()).isEqualTo(401);
  }

  @Test
  void without_servers_there_is_nothing_to_hand_out() {
    assertThat(TurnServers.NONE.credentials(api.person("Alice").id(), Instant.now())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fiats", "/external/fiats"})
  void anybody_may_know_what_a_dollar_is(String path) {
    var rates = api.getAsNobody(path).data();

    assertThat(rates.get(0).get("code").asString()).isEqualTo("USD");
    assertThat(rates.get(0).get("rate").isNumber()).isTrue();
    assertThat(rates.get(0).get("rate").asDouble()).isEqualTo(1.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EUR 0.92", "JPY 151.3", "IRR 42000"})
  void a_rate_is_read(String text) {
    var parts = text.split(" ", -1);

    assertThat(FiatRate.find(text)).contains(new FiatRate(parts[0], new BigDecimal(parts[1])));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "EUR", "0.92", "eur 1", "EUR 0", "EUR 0.00", "EUR -1", "EUR 1e9", "EURO 1"})
  void text_that_is_not_a_rate_is_skipped(String text) {
    assertThat(FiatRate.find(text)).isEmpty();
  }

  @Test
  void there_are_no_failed_attempts_at_a_pin() {
    var alice = api.person("Alice");

    assertThat(api.get(alice, "/logs?category=PIN_INCORRECT&offset=null&limit=100").data())
        .isEmpty();
    assertThat(api.get(alice, "/logs?limit=none").invalidField()).isEqualTo("limit");
    assertThat(api.getAsNobody("/logs").code()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/safe/assets",
        "/safe/snapshots",
        "/safe/outputs?members=x&threshold=1&offset=0",
        "/safe/deposits"
      })
  void a_wallet_is_empty(String target) {
    var wallet = api.get(api.person("Alice"), target).data();

    assertThat(wallet.isArray()).isTrue();
    assertThat(wallet.isEmpty()).isTrue();
  }

  @Test
  void pending_deposits_are_asked_for_without_a_token() {
    assertThat(api.getAsNobody("/safe/deposits").data()).isEmpty();
    assertThat(api.getAsNobody("/safe/outputs").code()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/safe/assets/x", "/safe/keys", "/network/chains", "/tip/identity"})
  void everything_else_about_wallets_is_not_there(String target) {
    assertThat(api.get(api.person("Alice"), target).code()).isEqualTo(404);
  }
}
