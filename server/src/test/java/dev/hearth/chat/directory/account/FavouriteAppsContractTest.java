package dev.hearth.chat.directory.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract of favourite bots, on every engine.
class FavouriteAppsContractTest extends DirectoryOnBothEngines {
  private FavouriteApps favourites;
  private UserId alice;
  private UserId bob;

  @BeforeEach
  void meet() {
    favourites = new FavouriteApps(directory, clock);
    alice = person("Alice");
    bob = person("Bob");
  }

  @Test
  void a_favourite_is_ones_own_and_there_once() {
    var weather = bot("Weather");

    var added = favourites.add(alice, weather);

    assertThat(favourites.add(alice, weather)).isEqualTo(added);
    assertThat(favourites.of(alice)).containsExactly(added.orElseThrow());
    assertThat(favourites.of(bob)).isEmpty();
  }

  @Test
  void there_are_three_and_room_again_after_one_went() {
    var bots = IntStream.range(0, 4).mapToObj(i -> bot("Bot " + i)).toList();
    bots.subList(0, 3).forEach(bot -> assertThat(favourites.add(alice, bot)).isPresent());

    assertThat(favourites.add(alice, bots.get(3))).isEmpty();
    assertThat(favourites.add(alice, bots.get(0))).isPresent();

    favourites.remove(alice, bots.get(0).id());
    favourites.remove(alice, bots.get(0).id());
    assertThat(favourites.add(alice, bots.get(3))).isPresent();
    assertThat(favourites.of(alice))
        .extracting(FavouriteApp::app)
        .containsExactlyInAnyOrderElementsOf(
            bots.subList(1, 4).stream().map(bot -> bot.id()).toList());
  }

  @Test
  void a_person_is_not_an_app() {
    var person = accounts.findUser(bob).orElseThrow();

    assertThatThrownBy(() -> favourites.add(alice, person))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void there_are_three_when_more_are_added_at_once() {
    var bots = IntStream.range(0, AtOnce.WRITERS).mapToObj(i -> bot("Bot " + i)).toList();

    var added = AtOnce.call(number -> favourites.add(alice, bots.get(number)));

    assertThat(added).filteredOn(Optional::isPresent).hasSize(3);
    assertThat(favourites.of(alice))
        .containsExactlyInAnyOrderElementsOf(added.stream().flatMap(Optional::stream).toList());
  }

  @Test
  void one_that_is_added_many_times_at_once_is_there_once() {
    var weather = bot("Weather");

    var added = AtOnce.call(_ -> favourites.add(alice, weather));

    assertThat(favourites.of(alice)).singleElement().isEqualTo(added.getFirst().orElseThrow());
    assertThat(added).containsOnly(added.getFirst());
  }

  private User bot(String name) {
    return accounts.registerBot(name, Optional.empty());
  }
}
