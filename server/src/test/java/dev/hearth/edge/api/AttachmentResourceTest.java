package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.media.Uploaded;
import dev.hearth.protocol.id.AttachmentId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The API of attachments; the bytes themselves have tests of their own.
@ExtendWith(OneApi.class)
class AttachmentResourceTest {
  private final TestingApi api;
  private TestingApi.Client alice;
  private TestingApi.Client bob;

  AttachmentResourceTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void meet() {
    alice = api.person("Alice");
    bob = api.bot("Bob");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"attachment_id\":\"\",\"upload_url\":\"\",\"view_url\":\"\"}",
        "null",
        "not json"
      })
  void a_new_attachment_comes_whatever_the_body(String body) {
    var attachment = api.post(alice, "/attachments", body).data();

    String id = attachment.get("attachment_id").asString();
    String files = "http://127.0.0.1:\\d+/files/" + id + "/\\d{10}\\.[\\w-]{43}";
    assertThat(attachment.propertyNames())
        .containsExactly("type", "attachment_id", "upload_url", "view_url", "created_at");
    assertThat(attachment.get("type").asString()).isEqualTo("attachment");
    assertThat(AttachmentId.find(id)).isPresent();
    assertThat(attachment.get("upload_url").asString()).matches(files);
    assertThat(attachment.get("view_url").asString()).matches(files);
    assertThat(attachment.get("created_at").asString()).matches("\\d{4}-.*Z");
  }

  @Test
  void once_it_is_filled_everybody_who_knows_its_id_may_fetch_it_and_nobody_fill_it() {
    String target = target(create());
    fill(target);

    for (var client : new TestingApi.Client[] {alice, bob}) {
      var attachment = api.get(client, target).data();
      assertThat(attachment.get("upload_url").isNull()).isTrue();
      assertThat(attachment.get("view_url").asString()).contains("/files/");
      assertThat(attachment.get("created_at").asString()).isNotEmpty();
    }
  }

  @Test
  void before_it_is_filled_only_its_owner_sees_it() {
    String target = target(create());

    assertThat(api.get(alice, target).data().get("upload_url").asString()).contains("/files/");
    assertThat(api.get(bob, target).code()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "1-1-1-1-1", "c1f4f2ad-3ba2-4e17-a9a6-5fa3e0e3c3c3", "..%2f..%2fetc", "%00"})
  void an_unknown_attachment_is_not_found(String id) {
    assertThat(api.get(alice, "/attachments/" + id).code()).isEqualTo(404);
  }

  @Test
  void a_caller_without_a_token_gets_nothing() {
    assertThat(api.postAsNobody("/attachments", "").code()).isEqualTo(401);
    assertThat(api.getAsNobody(target(create())).code()).isEqualTo(401);
  }

  @Test
  void a_user_who_asks_for_many_and_fills_none_is_refused_and_others_are_not() {
    for (int i = 0; i < Attachments.MOST_EMPTY; i++) {
      api.attachments.create(alice.id());
    }

    var refused = api.post(alice, "/attachments", "");

    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused.json().at("/error/extra/reason").asString()).contains("attachments");
    api.post(bob, "/attachments", "").data();
  }

  private JsonNode create() {
    return api.post(alice, "/attachments", "{}").data();
  }

  private static String target(JsonNode attachment) {
    return "/attachments/" + attachment.get("attachment_id").asString();
  }

  private void fill(String target) {
    var bytes = "hello".getBytes(StandardCharsets.UTF_8);
    var id = AttachmentId.of(target.substring("/attachments/".length()));
    var uploaded =
        api.attachments.upload(id, OptionalLong.empty(), new ByteArrayInputStream(bytes));
    assertThat(uploaded).isInstanceOf(Uploaded.Shelved.class);
  }
}
