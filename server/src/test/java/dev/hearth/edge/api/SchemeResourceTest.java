package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SchemeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `/schemes`, as clients see them.
@ExtendWith(OneApi.class)
class SchemeResourceTest {
  private final TestingApi api;

  SchemeResourceTest(TestingApi api) {
    this.api = api;
  }

  @Test
  void a_link_that_one_made_short_is_there_for_others() {
    var body = "{\"target\":\"mixin://send?text=<b>\"}";

    var scheme = api.post(api.person("Alice"), "/schemes", body).data();

    assertThat(scheme.get("type").asString()).isEqualTo("scheme");
    assertThat(scheme.get("target").asString()).isEqualTo("mixin://send?text=<b>");
    var id = scheme.get("scheme_id").asString();
    assertThat(api.get(api.person("Bob"), "/schemes/" + id).data()).isEqualTo(scheme);
  }

  @Test
  void text_that_is_not_a_link_and_an_unknown_link_are_refused() {
    var alice = api.person("Alice");

    assertThat(api.post(alice, "/schemes", "{\"target\":\"javascript:x\"}").invalidField())
        .isEqualTo("target");
    assertThat(api.post(alice, "/schemes", "{}").invalidField()).isEqualTo("target");
    assertThat(api.get(alice, "/schemes/" + SchemeId.random()).code()).isEqualTo(404);
    assertThat(api.get(alice, "/schemes/x").code()).isEqualTo(404);
    assertThat(api.getAsNobody("/schemes/" + SchemeId.random()).code()).isEqualTo(401);
  }

  @Test
  void no_links_are_for_other_apps() {
    assertThat(api.getAsNobody("/external/schemes").data().isEmpty()).isTrue();
  }
}
