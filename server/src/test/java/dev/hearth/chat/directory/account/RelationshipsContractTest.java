package dev.hearth.chat.directory.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract of relationships, on every engine.
class RelationshipsContractTest extends DirectoryOnBothEngines {
  private Relationships relationships;
  private UserId alice;
  private UserId bob;
  private UserId carol;

  @BeforeEach
  void meet() {
    relationships = new Relationships(directory);
    alice = person("Alice");
    bob = person("Bob");
    carol = person("Carol");
  }

  @Test
  void a_friend_is_one_from_one_side_only() {
    assertThat(relationships.add(alice, bob)).isTrue();

    assertThat(relationships.friends(alice)).containsExactly(bob);
    assertThat(relationships.friends(bob)).isEmpty();
  }

  @Test
  void friends_come_in_the_order_of_their_numbers_and_a_second_time_is_nothing_new() {
    relationships.add(alice, carol);
    relationships.add(alice, bob);

    assertThat(relationships.add(alice, bob)).isFalse();
    assertThat(relationships.friends(alice)).containsExactly(bob, carol);
  }

  @Test
  void there_is_room_for_a_bounded_number_and_always_for_those_one_has() {
    var key = SessionKeyPair.generate().key();
    var crowd =
        accounts.registerPeople(
            Stream.generate(() -> new Accounts.Newcomer("Guest", key, "Desktop"))
                .limit(Relationships.MOST)
                .toList());
    assertThat(relationships.full(alice, bob)).isFalse();

    directory.change(tx -> {
      crowd.forEach(guest -> relationships.add(tx, carol, guest.user().id()));
      return crowd;
    });

    assertThat(relationships.full(carol, bob)).isTrue();
    assertThat(relationships.full(carol, crowd.getFirst().user().id())).isFalse();
    assertThat(relationships.friends(carol)).hasSize(Relationships.MOST);
  }

  @Test
  void a_blocked_friend_is_hidden_until_unblocked() {
    relationships.add(alice, bob);

    relationships.block(alice, bob);
    assertThat(relationships.blocks(alice, bob)).isTrue();
    assertThat(relationships.blocks(bob, alice)).isFalse();
    assertThat(relationships.friends(alice)).isEmpty();

    relationships.unblock(alice, bob);
    assertThat(relationships.blocks(alice, bob)).isFalse();
    assertThat(relationships.friends(alice)).containsExactly(bob);
  }

  @Test
  void adding_a_blocked_user_ends_the_block() {
    relationships.block(alice, bob);

    relationships.add(alice, bob);

    assertThat(relationships.between(alice, bob)).isEqualTo(new Relationship(true, false, ""));
  }

  @Test
  void a_removed_friend_loses_the_alias_but_stays_blocked() {
    relationships.add(alice, bob);
    relationships.rename(alice, bob, "Bobby");
    relationships.block(alice, bob);
    assertThat(relationships.between(alice, bob)).isEqualTo(new Relationship(true, true, "Bobby"));

    relationships.remove(alice, bob);

    assertThat(relationships.between(alice, bob)).isEqualTo(new Relationship(false, true, ""));
    assertThat(new Relationships(reopened()).between(alice, bob))
        .isEqualTo(new Relationship(false, true, ""));
  }

  @Test
  void without_waiting_nothing_is_known_until_it_was_asked_for() {
    relationships.block(alice, bob);
    var inMemory = relationships.inMemory();
    assertThatThrownBy(() -> inMemory.blocks(alice, bob)).isSameAs(NotInMemory.SIGNAL);

    assertThat(relationships.blocks(alice, carol)).isFalse();

    assertThat(inMemory.blocks(alice, bob)).isTrue();
    assertThat(inMemory.blocks(alice, carol)).isFalse();
  }

  @Test
  void friend_block_and_alias_that_are_set_at_once_are_all_there() {
    relationships.add(alice, bob);

    AtOnce.call(number -> {
      switch (number % 2) {
        case 0 -> relationships.rename(alice, bob, "Bobby");
        default -> relationships.block(alice, bob);
      }
      return number;
    });

    assertThat(new Relationships(reopened()).between(alice, bob))
        .isEqualTo(new Relationship(true, true, "Bobby"))
        .isEqualTo(relationships.between(alice, bob));
  }

  @Test
  void of_those_who_befriend_at_once_one_is_told_that_it_is_new() {
    assertThat(AtOnce.call(_ -> relationships.add(alice, bob)))
        .filteredOn(Boolean::booleanValue)
        .hasSize(1);
  }
}
