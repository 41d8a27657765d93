package dev.hearth;

import static dev.hearth.TestingPeople.message;
import static dev.hearth.TestingPeople.payload;
import static dev.hearth.TestingPeople.refusal;
import static dev.hearth.TestingPeople.restSaid;
import static dev.hearth.TestingPeople.said;
import static dev.hearth.TestingPeople.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Which devices get what was encrypted for them, and in which order, over real sockets to a whole
/// server.
@ExtendWith(OneHearth.class)
final class SealedDeliveryTest {
  private final TestingHearth hearth;
  private final TestingPeople people;

  SealedDeliveryTest(TestingHearth hearth) {
    this.hearth = hearth;
    this.people = new TestingPeople(hearth);
  }

  @Test
  void in_a_group_every_device_but_the_senders_gets_it_once() throws Exception {
    var phones = List.of(hearth.person("Ann"), hearth.person("Ben"), hearth.person("Cem"));
    var group = people.group(phones.getFirst(), phones.get(1), phones.get(2));
    List<Keystore> devices = new ArrayList<>(phones);
    phones.forEach(phone -> devices.add(people.device(phone, "Desktop")));

    MessageRequest message = people.sealed(group, "to all");
    try (var sender = people.online(devices.getFirst())) {
      assertThat(refusal(sender.send(message))).isZero();
      assertThat(restSaid(sender)).isEmpty();
    }

    for (Keystore device : devices.subList(1, devices.size())) {
      try (var receiver = people.online(device)) {
        assertThat(said(receiver).messageId()).isEqualTo(message.messageIdAsSent());
        assertThat(restSaid(receiver)).isEmpty();
      }
    }
  }

  @Test
  void a_message_encrypted_again_for_one_device_is_seen_by_no_other() throws Exception {
    var talk = people.talk();
    Keystore desktop = people.device(talk.other(), "Desktop");
    var again =
        message(talk.conversation(), "SIGNAL_TEXT", "again")
            .withRecipient(talk.other().userId())
            .withSession(talk.other().sessionId());

    try (var sender = people.online(talk.one());
        var phone = people.online(talk.other());
        var other = people.online(desktop)) {
      assertThat(refusal(sender.send(again))).isZero();

      assertThat(payload(said(phone))).isEqualTo("again");
      assertThat(restSaid(other)).isEmpty();
    }
    try (var later = people.online(desktop)) {
      assertThat(restSaid(later)).isEmpty();
    }
  }

  @Test
  void ones_own_other_device_is_sent_again_what_it_could_not_read() throws Exception {
    var talk = people.talk();
    Keystore desktop = people.device(talk.one(), "Desktop");
    Keystore tablet = people.device(talk.one(), "Desktop");
    var again =
        message(talk.conversation(), "SIGNAL_TEXT", "again")
            .withRecipient(talk.one().userId())
            .withSession(desktop.sessionId());

    try (var phone = people.online(talk.one());
        var meant = people.online(desktop);
        var notMeant = people.online(tablet);
        var peer = people.online(talk.other())) {
      assertThat(refusal(phone.send(again))).isZero();

      assertThat(payload(said(meant))).isEqualTo("again");
      assertThat(restSaid(notMeant)).isEmpty();
      assertThat(restSaid(peer)).isEmpty();
      assertThat(restSaid(phone)).isEmpty();
    }
  }

  @Test
  void messages_between_devices_need_not_be_json() throws Exception {
    var talk = people.talk();
    var odd =
        message(talk.conversation(), "PLAIN_JSON", "{action: NO_KEY}")
            .withRecipient(talk.other().userId());
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      assertThat(refusal(from.send(odd))).isZero();

      MessageView pushed = said(to);
      assertThat(pushed.category()).isEqualTo("PLAIN_JSON");
      assertThat(payload(pushed)).isEqualTo("{action: NO_KEY}");
    }
  }

  @Test
  void two_who_ask_each_other_for_keys_without_end_come_to_rest() throws Exception {
    var talk = people.talk();
    Keystore desktop = people.device(talk.one(), "Desktop");
    try (var from = people.online(talk.one())) {
      int accepted = 0;
      int refused = refusal(from.send(aside(talk, talk.other())));
      while (accepted <= 1_000 && refused == 0) {
        accepted++;
        refused = refusal(from.send(aside(talk, talk.other())));
      }

      // A minute may have begun in between.
      assertThat(accepted).isBetween(100, 200);
      assertThat(refused).isEqualTo(ErrorCode.FORBIDDEN.code());
      assertThat(refusal(from.send(text(talk.conversation(), "words are another thing")))).isZero();
      assertThat(refusal(from.send(aside(talk, desktop)))).isZero();
    }
    try (var another = people.online(desktop)) {
      assertThat(refusal(another.send(aside(talk, talk.other())))).isZero();
    }
  }

  private static MessageRequest aside(TestingPeople.Talk talk, Keystore to) {
    return message(talk.conversation(), "PLAIN_JSON", "{\"action\":\"RESEND_KEY\"}")
        .withRecipient(to.userId())
        .withSession(to.sessionId());
  }

  @Test
  void a_key_comes_before_what_needs_it_to_who_was_away_and_who_comes_meanwhile() throws Exception {
    var away = hearth.person("Away");
    var meanwhile = people.device(away, "Desktop");
    var phones = List.of(hearth.person("Ann"), hearth.person("Ben"));
    var group = people.group(away, phones.getFirst(), phones.getLast());
    List<Keystore> senders = new ArrayList<>(phones);
    phones.forEach(phone -> senders.add(people.device(phone, "Desktop")));
    int each = 125;

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> sending = new ArrayList<>();
      for (Keystore sender : senders) {
        Callable<Void> conversation = () -> sendKeysAndTexts(sender, group, each, away, meanwhile);
        sending.add(threads.submit(conversation));
      }
      assertKeysCameFirst(meanwhile, senders.size() * each);
      for (var sent : sending) {
        sent.get();
      }
      assertKeysCameFirst(away, senders.size() * each);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Test
  void a_user_who_takes_messages_from_friends_only_gets_no_key_of_a_stranger() throws Exception {
    var talk = people.talk();
    var shy = talk.other();
    people.call(shy, "POST", "/me/preferences", "{\"receive_message_source\":\"CONTACTS\"}");

    sendKeysAndTexts(talk.one(), talk.conversation(), 1, shy);
    try (var device = people.online(shy)) {
      assertThat(restSaid(device)).isEmpty();
    }

    people.chat().directory().relationships().add(shy.userId(), talk.one().userId());
    sendKeysAndTexts(talk.one(), talk.conversation(), 1, shy);
    assertKeysCameFirst(shy, 1);
  }

  /// For each text a key that nothing else needs, to both devices, which names the text.
  private Void sendKeysAndTexts(
      Keystore sender, ConversationId group, int count, Keystore... receivers) throws Exception {
    try (var device = people.online(sender)) {
      for (int i = 0; i < count; i++) {
        String name = sender.sessionId() + " " + i;
        var keys =
            List.of(receivers).stream()
                .map(receiver ->
                    key(group, name)
                        .withRecipient(receiver.userId())
                        .withSession(receiver.sessionId()))
                .toList();
        var common = message(group, "", "").withChecksum(people.checksum(group));
        var handover = BlazeRequest.createKeyMessages(UUID.randomUUID().toString(), common, keys);
        assertThat(refusal(device.ask(handover))).isZero();
        assertThat(refusal(device.send(people.sealed(group, name)))).isZero();
      }
    }
    return null;
  }

  private static MessageRequest key(ConversationId group, String name) {
    return MessageRequest.of(group, MessageId.random(), "", name.getBytes(UTF_8));
  }

  private void assertKeysCameFirst(Keystore receiver, int texts) throws Exception {
    Set<String> keys = new HashSet<>();
    Set<String> read = new HashSet<>();
    try (var device = people.online(receiver)) {
      while (read.size() < texts) {
        MessageView view = said(device);
        device.acknowledge(MessageStatus.READ, view);
        String name = payload(view);
        if (view.category().equals("SIGNAL_KEY")) {
          assertThat(keys.add(name)).as("the key of %s came before", name).isTrue();
        } else {
          assertThat(keys).contains(name);
          assertThat(read.add(name)).as("%s came before", name).isTrue();
        }
      }
      assertThat(restSaid(device)).isEmpty();
    }
    assertThat(keys).hasSize(texts);
  }
}
