package dev.hearth;

import static dev.hearth.TestingPayloads.understood;
import static dev.hearth.chat.TestingOutcomes.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.directory.ledger.Asset;
import dev.hearth.chat.directory.ledger.Assets.NewAsset;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.AccountSnapshot;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two users hear of a transfer between them, over real connections.
class TransfersTest {
  private static final String ON = "ledger.enabled = yes";

  @TempDir private Path folder;

  @Test
  void both_hear_of_it_in_their_conversation_each_with_the_change_of_their_own_balance()
      throws Exception {
    try (var hearth = TestingHearth.start(folder, 0, ON)) {
      var people = new TestingPeople(hearth);
      var payer = hearth.person("One");
      var payee = hearth.bot("Other");
      var ledger = people.chat().directory().ledger().orElseThrow();
      var points = points(ledger, payer.userId());
      try (var one = people.online(payer);
          var other = people.online(payee)) {

        var paid =
            done(ledger.transfer(payer.userId(), of(points, payee.userId(), "10.5", "thanks")));

        MessageView toPayer = one.message();
        MessageView toPayee = other.message();
        assertThat(toPayee.category()).isEqualTo("SYSTEM_ACCOUNT_SNAPSHOT");
        assertThat(toPayee.conversation())
            .contains(ConversationId.ofContact(payer.userId(), payee.userId()));
        assertThat(toPayee.user()).isEqualTo(payer.userId());
        assertThat(snapshot(toPayee).amount()).isEqualTo("10.5");
        assertThat(snapshot(toPayee).memo()).contains("thanks");
        assertThat(snapshot(toPayer).snapshot()).isEqualTo(paid.id());
        assertThat(snapshot(toPayer).closing()).contains("89.5");
        assertThat(toPayer.user()).isEqualTo(payer.userId());
        other.acknowledge(MessageStatus.READ, toPayee);
        assertThat(one.rest()).isEmpty();
        assertThat(other.rest()).isEmpty();
      }
    }
  }

  @Test
  void a_ledger_that_does_not_add_up_stops_the_start() {
    try (var hearth = TestingHearth.start(folder, 0, ON)) {
      var chat = hearth.running().chat();
      points(chat.directory().ledger().orElseThrow(), hearth.person("One").userId());
      chat.directory()
          .door()
          .change(tx -> tx.handle().execute("UPDATE balances SET units = units + 1"));
    }

    assertThatThrownBy(() -> TestingHearth.start(folder, 0, ON).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("The ledger does not add up")
        .hasMessageContaining("--accept-loss");
  }

  @Test
  void there_is_no_ledger_unless_it_is_switched_on() {
    try (var hearth = TestingHearth.start(folder, 0)) {
      assertThat(hearth.running().chat().directory().ledger()).isEmpty();
    }
  }

  /// Some points, of which somebody has a hundred.
  private static Asset points(Ledger ledger, UserId owner) {
    var points =
        done(
            ledger
                .assets()
                .add(AssetId.random(), new NewAsset("POINTS", "Points", 1), Optional.empty()));
    done(ledger.issue(of(points, owner, "100", "")));
    return points;
  }

  private static NewTransfer of(Asset asset, UserId payee, String amount, String memo) {
    return new NewTransfer(TraceId.random(), asset.id(), payee, new BigDecimal(amount), memo);
  }

  private static AccountSnapshot snapshot(MessageView view) {
    return understood(AccountSnapshot.parse(view.payload()));
  }
}
