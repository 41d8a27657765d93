package dev.hearth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.key.SessionToken;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An attacker sends wrong signatures under the session of another user, through a proxy on this
/// machine, and achieves next to nothing, over HTTP and over Blaze.
class FailedChecksTest {
  private static final String ATTACKER = "192.0.2.1";
  private static final String HOME = "192.0.2.2";
  private static final int MOST = 20;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern CHECKED = Pattern.compile("(?m)^hearth_tokens_checked_total (\\S+)");

  private TestingHearth hearth;
  private Keystore victim;
  private Keystore forged;

  @BeforeEach
  void start(@TempDir Path folder) {
    hearth =
        TestingHearth.start(
            folder,
            0,
            "allowance.failed-checks = " + MOST + " then 1/h",
            "allowance.failed-handshakes = 1000 then 1/h");
    victim = hearth.person("Victim");
    forged =
        new Keystore(
            victim.userId(),
            victim.sessionId(),
            SessionKeyPair.generate(),
            victim.serverPublicKey(),
            victim.pinToken());
  }

  @AfterEach
  void stop() {
    hearth.close();
  }

  @Test
  void ten_times_as_many_as_are_checked_cost_no_more_checks_and_others_nothing() throws Exception {
    Keystore neighbour = hearth.person("Neighbour");

    for (int i = 0; i < 10 * MOST; i++) {
      assertThat(me(forged, ATTACKER)).contains("401");
    }

    assertThat(me(victim, ATTACKER)).contains("401");
    assertThat(me(victim, HOME)).contains("Victim");
    assertThat(me(neighbour, ATTACKER)).contains("Neighbour");
    assertThat(me(neighbour, HOME)).contains("Neighbour");
    assertThat(checked()).isEqualTo(MOST + 3);
  }

  @Test
  void handshakes_of_blaze_count_for_the_address_that_the_proxy_tells() throws Exception {
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < 2 * MOST; i++) {
      devices.add(Device.connectFrom(ATTACKER, hearth.address(), forged));
    }
    for (Device device : devices) {
      device.awaitEnd();
    }

    assertThat(me(victim, ATTACKER)).contains("401");
    assertThat(checked()).isEqualTo(MOST);
    try (var device = Device.connectFrom(HOME, hearth.address(), victim)) {
      assertThat(device.list(Optional.empty()).error()).isEmpty();
    }
  }

  private String me(Keystore by, String from) throws Exception {
    String token =
        SessionToken.sign(
            by.keyPair(),
            by.userId(),
            by.sessionId(),
            Instant.now(),
            Duration.ofMinutes(1),
            "GET",
            "/me",
            new byte[0]);
    var request =
        HttpRequest.newBuilder(hearth.address().resolve("/me"))
            .header("Authorization", "Bearer " + token)
            .header("X-Forwarded-For", from)
            .build();
    return HTTP.send(request, BodyHandlers.ofString(UTF_8)).body();
  }

  /// How many signatures were checked. The page is made anew once a second: to be asked once.
  private int checked() throws Exception {
    var request = HttpRequest.newBuilder(hearth.address().resolve("/metrics")).build();
    var found = CHECKED.matcher(HTTP.send(request, BodyHandlers.ofString(UTF_8)).body());
    assertThat(found.find()).isTrue();
    return (int) Double.parseDouble(found.group(1));
  }
}
