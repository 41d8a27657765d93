package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.AccountSnapshot;
import dev.hearth.protocol.payload.Reading;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two users hear of a transfer between them, over real connections.
class SnapshotsTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

  @TempDir private Path folder;

  @Test
  void both_hear_of_it_in_their_conversation_each_with_the_change_of_their_own_account()
      throws Exception {
    try (var hearth = TestingHearth.start(folder, 0)) {
      var people = new TestingPeople(hearth);
      var talk = people.talk();
      UserId giver = talk.one().userId();
      UserId taker = talk.other().userId();
      var given = snapshot(taker, "-10.5");
      var taken = snapshot(giver, "10.5");
      try (var one = people.online(talk.one());
          var other = people.online(talk.other())) {

        people.chat().directory().snapshots().tell(giver, given, taker, taken);

        MessageView toGiver = one.message();
        MessageView toTaker = other.message();
        assertThat(AccountSnapshot.parse(toGiver.payload()))
            .isEqualTo(new Reading.Understood<>(given));
        assertThat(AccountSnapshot.parse(toTaker.payload()))
            .isEqualTo(new Reading.Understood<>(taken));
        assertThat(toTaker.category()).isEqualTo("SYSTEM_ACCOUNT_SNAPSHOT");
        assertThat(toTaker.conversation()).contains(talk.conversation());
        assertThat(toTaker.user()).isEqualTo(giver);
        other.acknowledge(MessageStatus.READ, toTaker);
        assertThat(one.rest()).isEmpty();
        assertThat(other.rest()).isEmpty();
      }
    }
  }

  private static AccountSnapshot snapshot(UserId opponent, String amount) {
    return new AccountSnapshot(
        "transfer",
        UUID.randomUUID(),
        UUID.randomUUID(),
        Optional.of(opponent),
        amount,
        Optional.of(UUID.randomUUID()),
        Optional.of("thanks"),
        AT);
  }
}
