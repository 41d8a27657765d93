package dev.hearth.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.dev.DevWorld.BrowserWayIn;
import dev.hearth.cli.dev.DevWorld.Known;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DevWorldTest {
  private final Known alice =
      known("Alice", "10001", Optional.of("123456"), Optional.of(new BrowserWayIn("4711", "a-_b")));
  private final Known echo = known("Echo", "7000000001", Optional.empty(), Optional.empty());
  private final DevWorld world =
      new DevWorld(
          URI.create("http://127.0.0.1:8480"),
          URI.create("ws://127.0.0.1:8480/"),
          List.of(alice),
          List.of(echo));

  @Test
  void a_written_world_can_be_read_again() {
    DevWorld read = DevWorld.parse(world.toJson());

    assertThat(read.api()).isEqualTo(world.api());
    assertThat(read.blaze()).isEqualTo(world.blaze());
    assertThat(read.find("alice").orElseThrow().keystore().keyPair().key())
        .isEqualTo(alice.keystore().keyPair().key());
    assertThat(read.find("Alice").orElseThrow().pin()).contains("123456");
    assertThat(read.find("Alice").orElseThrow().wayIn()).isEqualTo(alice.wayIn());
    assertThat(read.find("Echo").orElseThrow().pin()).isEmpty();
    assertThat(read.find("Echo").orElseThrow().wayIn()).isEmpty();
    assertThat(read.find("ECHO").orElseThrow().identityNumber()).isEqualTo("7000000001");
    assertThat(read.find("Carol")).isEmpty();
  }

  @Test
  void keystores_stand_in_it_as_sdks_read_them() {
    var json = JsonMapper.shared().readTree(world.toJson());

    assertThat(json.propertyNames()).containsExactly("api", "blaze", "web", "people", "bots");
    assertThat(json.path("web").propertyNames()).containsExactly("alice");
    assertThat(json.path("web").path("alice").stringValue())
        .isEqualTo(world.findLink(alice).orElseThrow());
    assertThat(json.path("people").path(0).propertyNames())
        .containsExactly(
            "name", "user_id", "identity_number", "pin", "code", "identity", "keystore");
    assertThat(json.path("bots").path(0).propertyNames())
        .containsExactly("name", "user_id", "identity_number", "keystore");
    assertThat(json.path("bots").path(0).path("keystore").propertyNames())
        .containsExactly("app_id", "session_id", "server_public_key", "session_private_key");
  }

  @Test
  void a_pin_and_a_code_are_not_printed() {
    assertThat(world.toString()).contains("Alice").doesNotContain("123456", "4711", "a-_b");
    assertThat(alice.wayIn().toString()).doesNotContain("4711", "a-_b");
  }

  @Test
  void a_person_has_a_link_for_a_browser_and_a_bot_has_none() {
    assertThat(world.findLink(alice)).contains("http://localhost:8480/#sign-in=10001.4711.a-_b");
    assertThat(world.findLink(echo)).isEmpty();
  }

  private static Known known(
      String name, String identityNumber, Optional<String> pin, Optional<BrowserWayIn> wayIn) {
    var pair = SessionKeyPair.generate();
    var keystore =
        Keystore.of(UserId.random(), SessionId.random(), pair, SessionKeyPair.generate().key());
    return new Known(name, keystore.userId(), identityNumber, pin, wayIn, keystore);
  }
}
