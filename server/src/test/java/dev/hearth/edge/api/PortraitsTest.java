package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.media.Portrait;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.ConversationId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Portraits of people and groups: taken, kept, and served so that they load.
@ExtendWith(OneApi.class)
class PortraitsTest {
  private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");

  private final TestingApi api;

  private Client alice;

  PortraitsTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void meet() {
    alice = api.person("Alice");
  }

  @ParameterizedTest
  @CsvSource({
    "89504e470d0a1a0a0000000d49484452, image/png",
    "ffd8ffe000104a464946000101, image/jpeg",
    "474946383961010001, image/gif",
    "524946462a000000574542505650382000, image/webp"
  })
  void a_picture_loads_from_its_address_as_what_it_is(String hex, String contentType) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    var url = avatar(alice, bytes);

    var loaded = api.browse(URI.create(url).getPath());
    assertThat(loaded.statusCode()).isEqualTo(200);
    assertThat(loaded.body()).isEqualTo(bytes);
    assertThat(loaded.headers().firstValue("Content-Type")).contains(contentType);
    assertThat(loaded.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    assertThat(loaded.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(loaded.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'");
    assertThat(api.get(api.person("Bob"), "/users/" + alice.id()).data().get("avatar_url"))
        .isEqualTo(api.get(alice, "/me").data().get("avatar_url"));
  }

  @Test
  void an_empty_picture_leaves_the_one_there_is_and_a_new_one_replaces_it() {
    var first = avatar(alice, PNG);

    assertThat(
            api.post(alice, "/me", "{\"full_name\":\"Al\",\"avatar_base64\":\"\"}")
                .data()
                .get("avatar_url")
                .asString())
        .isEqualTo(first);
    var second = avatar(alice, Arrays.copyOf(PNG, 40));

    assertThat(second).isNotEqualTo(first);
    assertThat(api.browse(URI.create(first).getPath()).statusCode()).isEqualTo(404);
    assertThat(api.browse(URI.create(second).getPath()).statusCode()).isEqualTo(200);
  }

  @Test
  void a_group_has_a_picture_from_the_beginning_or_later() {
    var id = ConversationId.random();
    var body =
        "{\"conversation_id\":\"%s\",\"category\":\"GROUP\",\"participants\":[],\"icon_base64\":\"%s\"}"
            .formatted(id, Base64.getEncoder().encodeToString(PNG));

    var created = api.post(alice, "/conversations", body).data().get("icon_url").asString();

    assertThat(api.browse(URI.create(created).getPath()).body()).isEqualTo(PNG);
    var other = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(PNG, 41));
    var changed =
        api.post(alice, "/conversations/" + id, "{\"icon_base64\":\"" + other + "\"}")
            .data()
            .get("icon_url")
            .asString();
    assertThat(changed).isNotEqualTo(created);
    assertThat(api.browse(URI.create(changed).getPath()).body()).hasSize(41);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html><script>alert(1)</script>", "<svg onload='x'>", "RIFF1234WAVE", "x"})
  void bytes_that_are_not_a_picture_are_refused(String text) {
    var encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

    assertThat(api.post(alice, "/me", "{\"avatar_base64\":\"" + encoded + "\"}").invalidField())
        .isEqualTo("avatar_base64");
    assertThat(api.get(alice, "/me").data().get("avatar_url").asString()).isEmpty();
  }

  @Test
  void a_picture_that_is_too_large_is_refused() {
    var large = Base64.getEncoder().encodeToString(Arrays.copyOf(PNG, Portrait.LARGEST + 1));

    assertThat(api.post(alice, "/me", "{\"avatar_base64\":\"" + large + "\"}").invalidField())
        .isEqualTo("avatar_base64");
    assertThat(avatar(alice, Arrays.copyOf(PNG, Portrait.LARGEST))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.png", "..%2f..%2fserver.key", "%00", "%27%20OR%201=1"})
  void an_address_that_is_not_a_pictures_name_is_not_found(String name) {
    assertThat(api.browse("/portraits/" + name).statusCode()).isEqualTo(404);
  }

  private String avatar(Client client, byte[] bytes) {
    var encoded = Base64.getEncoder().encodeToString(bytes);
    return api.post(client, "/me", "{\"avatar_base64\":\"" + encoded + "\"}")
        .data()
        .get("avatar_url")
        .asString();
  }
}
