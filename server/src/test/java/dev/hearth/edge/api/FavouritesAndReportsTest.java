package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.UserId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `/apps/:id/favorite` and `/reports`, as clients see them.
@ExtendWith(OneApi.class)
class FavouritesAndReportsTest {
  private final TestingApi api;

  private Client alice;
  private Client bob;

  FavouritesAndReportsTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void meet() {
    alice = api.person("Alice");
    bob = api.person("Bob");
  }

  @Test
  void a_favourite_is_seen_by_everybody() {
    var weather = api.bot("Weather");

    var favourite = api.post(alice, "/apps/" + weather.id() + "/favorite", "").data();

    assertThat(favourite.get("type").asString()).isEqualTo("favorite_app");
    assertThat(favourite.get("user_id").asString()).isEqualTo(alice.id().toString());
    assertThat(favourite.get("app_id").asString()).isEqualTo(weather.id().toString());
    assertThat(favourite.get("created_at").asString()).endsWith("Z");
    var seen = api.get(bob, "/users/" + alice.id() + "/apps/favorite").data();
    assertThat(seen.valueStream()).containsExactly(favourite);
    assertThat(api.get(bob, "/users/" + bob.id() + "/apps/favorite").data().isEmpty()).isTrue();
  }

  @Test
  void a_favourite_goes() {
    var weather = api.bot("Weather");
    api.post(alice, "/apps/" + weather.id() + "/favorite", "{}").data();

    assertThat(api.post(alice, "/apps/" + weather.id() + "/unfavorite", "").data().isNull())
        .isTrue();
    assertThat(api.get(alice, "/users/" + alice.id() + "/apps/favorite").data().isEmpty()).isTrue();
  }

  @Test
  void there_are_three_favourites() {
    var bots = IntStream.range(0, 4).mapToObj(i -> api.bot("Bot " + i)).toList();
    bots.subList(0, 3)
        .forEach(bot -> api.post(alice, "/apps/" + bot.id() + "/favorite", "").data());

    assertThat(api.post(alice, "/apps/" + bots.get(3).id() + "/favorite", "").code())
        .isEqualTo(20132);
  }

  @Test
  void only_a_bot_that_is_there_is_a_favourite() {
    for (var id : new Object[] {UserId.random(), bob.id(), "x"}) {
      assertThat(api.post(alice, "/apps/" + id + "/favorite", "").code()).isEqualTo(404);
      assertThat(api.post(alice, "/apps/" + id + "/unfavorite", "").code()).isEqualTo(404);
    }
    assertThat(api.get(alice, "/users/" + UserId.random() + "/apps/favorite").code())
        .isEqualTo(404);
  }

  @Test
  void a_reported_user_is_blocked_and_the_operator_can_know() {
    var body = "{\"user_id\":\"%s\",\"action\":\"BLOCK\"}".formatted(bob.id());

    var reported = api.post(alice, "/reports", body).data();

    assertThat(reported.get("relationship").asString()).isEqualTo("BLOCKING");
    assertThat(api.relationships.blocks(alice.id(), bob.id())).isTrue();
    assertThat(api.reports.latest(1))
        .singleElement()
        .satisfies(report -> {
          assertThat(report.reporter()).isEqualTo(alice.id());
          assertThat(report.reported()).isEqualTo(bob.id());
        });
  }

  @Test
  void a_report_of_oneself_or_of_nobody_changes_nothing() {
    assertThat(api.post(alice, "/reports", user(alice.id())).code()).isEqualTo(403);
    assertThat(api.post(alice, "/reports", user(UserId.random())).code()).isEqualTo(404);
    assertThat(api.post(alice, "/reports", "{}").invalidField()).isEqualTo("user_id");
    assertThat(api.reports.latest(10)).noneMatch(report -> report.reporter().equals(alice.id()));
  }

  private static String user(UserId id) {
    return "{\"user_id\":\"" + id + "\"}";
  }
}
