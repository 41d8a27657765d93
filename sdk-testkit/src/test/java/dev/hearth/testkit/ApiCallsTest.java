package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Participant;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.RelationshipChange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HearthExtension.class)
class ApiCallsTest {

  @Test
  void a_group_is_run_by_its_owner(HearthServer hearth) throws Exception {
    var alice = hearth.person("Alice");
    var bob = hearth.person("Bob");
    var group = hearth.group(alice, "Garden", bob);

    try (var a = hearth.client(alice);
        var b = hearth.client(bob)) {
      var before = a.api().findConversation(group).orElseThrow();
      a.api().rename(group, "Orchard");
      a.api().announce(group, "Apples are ripe");
      a.api().giveRole(group, List.of(bob.userId()), Participant.Role.ADMIN);
      a.api().disappearAfter(group, Duration.ofDays(7));
      var rotated = b.api().rotateCode(group);
      b.api().mute(group, Duration.ofHours(8));

      var after = b.api().findConversation(group).orElseThrow();
      assertThat(after.name()).isEqualTo("Orchard");
      assertThat(after.announcement()).isEqualTo("Apples are ripe");
      assertThat(after.participant(bob.userId()).orElseThrow().role())
          .isEqualTo(Participant.Role.ADMIN);
      assertThat(after.expireIn()).isEqualTo(7 * 24 * 3600);
      assertThat(after.codeId()).isEqualTo(rotated.codeId()).isNotEqualTo(before.codeId());
      a.api().giveRole(group, List.of(bob.userId()), Participant.Role.MEMBER);
      assertThatThrownBy(() -> b.api().rename(group, "Mine"))
          .isInstanceOf(HearthException.class)
          .hasMessageContaining("403");
    }
  }

  @Test
  void people_look_after_themselves(HearthServer hearth) throws Exception {
    var alice = hearth.person("Alice");
    var bob = hearth.person("Bob");
    var tablet = hearth.anotherDevice(alice);

    try (var a = hearth.client(alice);
        var t = hearth.client(tablet)) {
      assertThat(a.api().changeProfile("Alice Liddell", "Curious").name())
          .isEqualTo("Alice Liddell");
      assertThat(t.api().me().biography()).isEqualTo("Curious");
      a.api().relate(bob.userId(), RelationshipChange.BLOCK);
      assertThat(a.api().blocked())
          .singleElement()
          .satisfies(user -> assertThat(user.id()).isEqualTo(bob.userId()));
      assertThat(a.api().devices(List.of(alice.userId()))).hasSize(2);

      a.api().signOut(tablet.sessionId());

      assertThat(a.api().devices(List.of(alice.userId()))).hasSize(1);
      assertThatThrownBy(() -> t.api().me()).isInstanceOf(HearthException.class);
    }
  }

  @Test
  void a_message_that_was_to_be_sealed_does_not_leave_open(HearthServer hearth) throws Exception {
    var weather = hearth.bot("Weather");
    var alice = hearth.person("Alice");
    var conversation = hearth.contact(weather, alice);

    try (var bot = hearth.client(weather)) {
      var secret = OutgoingMessage.text(conversation, "Rain").protectedBy(Protection.ENCRYPTED);

      assertThatThrownBy(() -> bot.api().send(List.of(secret)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
