package dev.hearth;

import static dev.hearth.TestingPeople.payload;
import static dev.hearth.TestingPeople.recall;
import static dev.hearth.TestingPeople.refusal;
import static dev.hearth.TestingPeople.restSaid;
import static dev.hearth.TestingPeople.said;
import static dev.hearth.TestingPeople.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The fate of a recalled message, over real connections.
@ExtendWith(OneHearth.class)
final class RecallTest {
  private static final int FORBIDDEN = ErrorCode.FORBIDDEN.code();
  private static final int DONE = 0;

  private final TestingHearth hearth;
  private final TestingPeople people;

  RecallTest(TestingHearth hearth) {
    this.hearth = hearth;
    this.people = new TestingPeople(hearth);
  }

  @Test
  void a_device_that_was_away_gets_the_recall_and_never_the_message_it_takes_back()
      throws Exception {
    var talk = people.talk();
    var tablet = people.device(talk.other(), "iOS");
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      var regretted = text(talk.conversation(), "regretted");
      from.send(regretted);
      assertThat(payload(said(to))).isEqualTo("regretted");

      var taking = recall(talk.conversation(), regretted);
      assertThat(refusal(from.send(taking))).isEqualTo(DONE);
      from.send(text(talk.conversation(), "later"));

      assertThat(said(to).messageId()).isEqualTo(taking.messageIdAsSent());
      try (var late = people.online(tablet)) {
        MessageView first = said(late);
        assertThat(first.messageId()).isEqualTo(taking.messageIdAsSent());
        assertThat(first.category()).isEqualTo("MESSAGE_RECALL");
        assertThat(payload(first)).contains(regretted.messageIdAsSent());
        MessageView second = said(late);
        assertThat(payload(second)).isEqualTo("later");
        late.acknowledge(MessageStatus.READ, first, second);
      }
      try (var again = people.online(tablet)) {
        assertThat(restSaid(again)).isEmpty();
      }
    }
  }

  @Test
  void a_recalled_message_that_was_pushed_and_not_acknowledged_does_not_come_again()
      throws Exception {
    var talk = people.talk();
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      var regretted = text(talk.conversation(), "regretted");
      from.send(regretted);
      MessageView held = said(to);
      from.send(recall(talk.conversation(), regretted));
      said(to);

      try (var again = people.online(talk.other())) {
        assertThat(said(again).category()).isEqualTo("MESSAGE_RECALL");
        assertThat(restSaid(again)).isEmpty();
      }
      assertThat(to.acknowledge(MessageStatus.READ, held).error()).isEmpty();
      assertThat(from.receipt().messageId()).isEqualTo(held.messageId());
    }
  }

  @Test
  void between_two_only_the_author_may_and_may_again_under_another_id() throws Exception {
    var talk = people.talk();
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      var said = text(talk.conversation(), "said");
      from.send(said);
      said(to);

      assertThat(refusal(to.send(recall(talk.conversation(), said)))).isEqualTo(FORBIDDEN);
      assertThat(refusal(from.send(recall(talk.conversation(), said)))).isEqualTo(DONE);
      assertThat(refusal(from.send(recall(talk.conversation(), said)))).isEqualTo(DONE);

      assertThat(said(to).category()).isEqualTo("MESSAGE_RECALL");
      assertThat(said(to).category()).isEqualTo("MESSAGE_RECALL");
      assertThat(restSaid(from)).isEmpty();
    }
  }

  @Test
  void in_a_group_a_member_takes_back_only_what_is_theirs_and_the_owner_anything()
      throws Exception {
    var owner = hearth.person("Owner");
    var author = hearth.person("Author");
    var member = hearth.person("Member");
    var absent = hearth.person("Absent");
    var group = people.group(owner, author, member, absent);
    try (var from = people.online(author);
        var other = people.online(member);
        var managing = people.online(owner)) {
      var one = text(group, "one");
      var two = text(group, "two");
      var three = text(group, "three");
      for (var said : List.of(one, two, three)) {
        from.send(said);
      }

      assertThat(refusal(other.send(recall(group, one)))).isEqualTo(FORBIDDEN);
      assertThat(refusal(from.send(recall(group, two)))).isEqualTo(DONE);
      assertThat(refusal(managing.send(recall(group, three)))).isEqualTo(DONE);
    }
    assertFinds(absent, "one", "MESSAGE_RECALL", "MESSAGE_RECALL");
  }

  @Test
  void a_recall_for_one_member_reaches_all_who_had_the_message() throws Exception {
    var owner = hearth.person("Owner");
    var member = hearth.person("Member");
    var absent = hearth.person("Absent");
    var group = people.group(owner, member, absent);
    try (var from = people.online(owner)) {
      var said = text(group, "said");
      from.send(said);
      from.send(recall(group, said).withRecipient(member.userId()));
    }
    assertFinds(absent, "MESSAGE_RECALL");
  }

  @Test
  void a_message_for_one_member_cannot_be_taken_back_or_marked_as_read_by_another()
      throws Exception {
    var author = hearth.person("Author");
    var meant = hearth.person("Meant");
    var nosy = hearth.person("Nosy");
    var group = people.group(nosy, author, meant);
    try (var from = people.online(author);
        var eavesdropper = people.online(nosy)) {
      var whispered = text(group, "psst").withRecipient(meant.userId());
      from.send(whispered);
      try (var to = people.online(meant)) {
        MessageView pushed = said(to);
        assertThat(payload(pushed)).isEqualTo("psst");
        assertThat(refusal(eavesdropper.send(recall(group, whispered)))).isEqualTo(FORBIDDEN);
        eavesdropper.acknowledge(MessageStatus.READ, pushed);
        to.acknowledge(MessageStatus.DELIVERED, pushed);

        var receipt = from.receipt();
        assertThat(receipt.user()).isEqualTo(meant.userId());
        assertThat(receipt.status()).isEqualTo(MessageStatus.DELIVERED);
      }
      assertThat(refusal(from.send(recall(group, whispered)))).isEqualTo(DONE);
    }
    assertFinds(meant, "MESSAGE_RECALL");
  }

  @Test
  void messages_of_other_conversations_and_unknown_ones_cannot_be_taken_back() throws Exception {
    var talk = people.talk();
    var third = hearth.person("Third");
    ConversationId elsewhere = people.contact(talk.one(), third);
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      var said = text(talk.conversation(), "said");
      from.send(said);
      var never = text(talk.conversation(), "never sent");

      assertThat(refusal(from.send(recall(elsewhere, said)))).isEqualTo(FORBIDDEN);
      assertThat(refusal(from.send(recall(talk.conversation(), never)))).isEqualTo(FORBIDDEN);

      assertThat(payload(said(to))).isEqualTo("said");
      assertThat(restSaid(to)).isEmpty();
    }
  }

  @Test
  void recalls_keys_and_what_devices_tell_each_other_stay() throws Exception {
    var talk = people.talk();
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      var said = text(talk.conversation(), "said");
      from.send(said);
      var taking = recall(talk.conversation(), said);
      from.send(taking);
      var key = people.sealed(talk.conversation(), "SIGNAL_KEY", "key".getBytes(UTF_8));
      from.send(key);
      for (var behindTheScenes : List.of(taking, key)) {
        assertThat(refusal(from.send(recall(talk.conversation(), behindTheScenes))))
            .isEqualTo(FORBIDDEN);
      }
      assertThat(said(to).category()).isEqualTo("PLAIN_TEXT");
      assertThat(said(to).category()).isEqualTo("MESSAGE_RECALL");
      assertThat(said(to).category()).isEqualTo("SIGNAL_KEY");
      assertThat(restSaid(to)).isEmpty();
    }
  }

  @Test
  void a_blocked_user_takes_nothing_back() throws Exception {
    var talk = people.talk();
    try (var from = people.online(talk.one())) {
      var said = text(talk.conversation(), "said");
      from.send(said);
      people.chat().directory().relationships().block(talk.other().userId(), talk.one().userId());

      assertThat(refusal(from.send(recall(talk.conversation(), said)))).isEqualTo(DONE);
    }
    assertFinds(talk.other(), "said");
  }

  /// A returning device finds these: texts, and the categories of other messages. Notices about the
  /// group are skipped.
  private void assertFinds(Keystore keystore, String... expected) throws Exception {
    try (var device = people.online(keystore)) {
      List<String> found = new ArrayList<>();
      while (found.size() < expected.length) {
        MessageView view = said(device);
        found.add(view.category().equals("PLAIN_TEXT") ? payload(view) : view.category());
      }
      assertThat(found).containsExactly(expected);
      assertThat(restSaid(device)).isEmpty();
    }
  }
}
