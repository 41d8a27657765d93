package dev.hearth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Chat;
import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageSource;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The promises of messaging, over real sockets to a whole server. Each test has people of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MessagingTest {
  private Path folder;
  private TestingHearth hearth;
  private Keystore alice;
  private Keystore bob;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    this.folder = folder;
    hearth = TestingHearth.start(folder, 0);
    alice = hearth.person("Alice");
    bob = hearth.person("Bob");
    contact(alice, bob);
  }

  @AfterAll
  void stop() {
    hearth.close();
  }

  // Sending and getting

  @Test
  void a_message_arrives_and_its_author_learns_how_far_it_came() throws Exception {
    var talk = new Talk();
    try (var from = online(talk.one);
        var to = online(talk.other)) {
      awaitLive(to, from, talk.conversation);
      var message = text(talk.conversation, "hello");

      var answer = from.send(message).data().orElseThrow();
      var pushed = to.message();
      to.acknowledge(MessageStatus.DELIVERED, pushed);
      var delivered = from.receipt();
      to.acknowledge(MessageStatus.READ, pushed);
      var read = from.receipt();

      assertThat(answer.status()).isEqualTo(MessageStatus.SENT);
      assertThat(answer.conversation()).isEmpty();
      assertThat(answer.category()).isEmpty();
      assertThat(pushed.messageId()).isEqualTo(message.messageIdAsSent());
      assertThat(pushed.user()).isEqualTo(talk.one.userId());
      assertThat(pushed.session()).contains(talk.one.sessionId());
      assertThat(pushed.payload()).isEqualTo("hello".getBytes(UTF_8));
      assertThat(pushed.source()).isEqualTo(MessageSource.CREATE_MESSAGE);
      assertThat(pushed.createdAt()).isEqualTo(answer.createdAt());
      assertThat(delivered.status()).isEqualTo(MessageStatus.DELIVERED);
      assertThat(delivered.user()).isEqualTo(talk.other.userId());
      assertThat(read.status()).isEqualTo(MessageStatus.READ);
      assertThat(read.messageId()).isEqualTo(message.messageIdAsSent());
    }
  }

  @Test
  void nothing_is_pushed_before_it_is_asked_for() throws Exception {
    var talk = new Talk();
    try (var from = online(talk.one);
        var to = Device.connect(hearth.address(), talk.other)) {
      from.send(text(talk.conversation, "early"));

      assertThat(to.rest()).isEmpty();
      to.list(Optional.empty());
      assertThat(to.message().source()).isEqualTo(MessageSource.LIST_PENDING_MESSAGES);
    }
  }

  @Test
  void a_device_that_was_away_gets_everything_once_and_in_order() throws Exception {
    var talk = new Talk();
    var sent = IntStream.range(0, 30).mapToObj(i -> text(talk.conversation, "m" + i)).toList();
    try (var from = online(talk.one)) {
      for (var message : sent) {
        from.send(message);
      }
    }
    try (var to = online(talk.other)) {
      for (var message : sent) {
        var pushed = to.message();
        assertThat(pushed.messageId()).isEqualTo(message.messageIdAsSent());
        to.acknowledge(MessageStatus.READ, pushed);
      }
    }
    try (var again = online(talk.other)) {
      assertThat(again.rest()).isEmpty();
    }
  }

  @Test
  void unacknowledged_messages_come_again_to_a_device_that_asks_again() throws Exception {
    var talk = new Talk();
    try (var from = online(talk.one);
        var to = online(talk.other)) {
      from.send(text(talk.conversation, "one"));
      from.send(text(talk.conversation, "two"));
      var one = to.message();
      var two = to.message();
      to.acknowledge(MessageStatus.DELIVERED, one);

      to.list(Optional.empty());

      assertThat(to.message().messageId()).isEqualTo(two.messageId());
      assertThat(to.rest()).isEmpty();
    }
  }

  @Test
  void an_offset_leaves_out_what_the_client_holds() throws Exception {
    var talk = new Talk();
    try (var from = online(talk.one)) {
      from.send(text(talk.conversation, "held"));
      var second = from.send(text(talk.conversation, "wanted")).data().orElseThrow();
      try (var to = Device.connect(hearth.address(), talk.other)) {
        to.list(Optional.of(WireTime.format(second.createdAt())));

        assertThat(text(to.message())).isEqualTo("wanted");
      }
      try (var future = Device.connect(hearth.address(), talk.other)) {
        future.list(Optional.of("2999-01-01T00:00:00Z"));
        from.send(text(talk.conversation, "after"));

        assertThat(future.message().createdAt()).isGreaterThanOrEqualTo(second.createdAt());
      }
    }
  }

  @Test
  void messages_that_an_offset_left_out_come_to_a_device_that_asks_without_one() throws Exception {
    var talk = new Talk();
    try (var from = online(talk.one)) {
      from.send(text(talk.conversation, "left out"));
      from.send(text(talk.conversation, "left out too"));
      try (var to = Device.connect(hearth.address(), talk.other)) {
        to.list(Optional.of("2999-01-01T00:00:00Z"));
        from.send(text(talk.conversation, "new"));
        var pushed = to.message();
        while (!text(pushed).equals("new")) {
          pushed = to.message();
        }
        to.acknowledge(MessageStatus.READ, pushed);
      }
      try (var again = online(talk.other)) {
        assertThat(text(again.message())).isEqualTo("left out");
      }
    }
  }

  @Test
  void a_message_sent_twice_is_answered_alike_and_delivered_once() throws Exception {
    var talk = new Talk();
    try (var from = online(talk.one);
        var to = online(talk.other)) {
      var message = text(talk.conversation, "once");

      var first = from.send(message).data().orElseThrow();
      var second = from.send(message).data().orElseThrow();

      assertThat(second).usingRecursiveComparison().isEqualTo(first);
      to.message();
      assertThat(to.rest()).isEmpty();
    }
  }

  @Test
  void an_id_that_is_somebody_elses_is_refused() throws Exception {
    var talk = new Talk();
    try (var from = online(talk.one);
        var other = online(talk.other)) {
      var message = text(talk.conversation, "mine");
      from.send(message);

      assertThat(refused(other.send(message))).isEqualTo(ErrorCode.FORBIDDEN.code());
    }
  }

  // Sessions

  @Test
  void every_device_gets_its_own_copy_and_the_sender_other_devices_too() throws Exception {
    var talk = new Talk();
    var desktop = anotherDevice(talk.one);
    var tablet = anotherDevice(talk.other);
    try (var from = online(talk.one);
        var own = online(desktop);
        var phone = online(talk.other)) {
      from.send(text(talk.conversation, "all of you"));

      assertThat(text(own.message())).isEqualTo("all of you");
      phone.acknowledge(MessageStatus.READ, phone.message());
      try (var late = online(tablet)) {
        assertThat(text(late.message())).isEqualTo("all of you");
      }
      assertThat(from.rest()).isEmpty();
    }
  }

  @Test
  void two_connections_of_a_session_both_get_it_and_one_acknowledgement_is_enough()
      throws Exception {
    var talk = new Talk();
    try (var from = online(talk.one);
        var first = online(talk.other);
        var second = online(talk.other)) {
      from.send(text(talk.conversation, "twice"));

      var pushed = first.message();
      assertThat(second.message().messageId()).isEqualTo(pushed.messageId());
      first.acknowledge(MessageStatus.READ, pushed);
    }
    try (var again = online(talk.other)) {
      assertThat(again.rest()).isEmpty();
    }
  }

  @Test
  void devices_of_one_user_talk_among_themselves_in_any_conversation() throws Exception {
    var talk = new Talk();
    var desktop = anotherDevice(talk.one);
    var tablet = anotherDevice(talk.one);
    try (var from = online(talk.one);
        var meant = online(desktop);
        var notMeant = online(tablet);
        var stranger = online(talk.other)) {
      var anywhere = new ConversationId(UUID.randomUUID());
      var message =
          message(anywhere, "PLAIN_JSON", "not even json")
              .withRecipient(talk.one.userId())
              .withSession(desktop.sessionId());

      assertThat(from.send(message).error()).isEmpty();

      assertThat(meant.message().conversation()).contains(anywhere);
      assertThat(notMeant.rest()).isEmpty();
      assertThat(stranger.rest()).isEmpty();
    }
  }

  @Test
  void a_group_message_for_one_member_reaches_that_member_alone() throws Exception {
    var owner = hearth.person("Owner");
    var member = hearth.person("Member");
    var carol = hearth.person("Carol");
    var group = group(owner, "For one", member, carol);
    try (var from = online(owner);
        var meant = online(member);
        var notMeant = online(carol)) {
      skipNotices(from, meant, notMeant);

      from.send(text(group, "psst").withRecipient(member.userId()));

      assertThat(text(untilText(meant))).isEqualTo("psst");
      assertThat(texts(notMeant.rest())).doesNotContain("psst");
    }
  }

  @Test
  void a_group_message_that_names_a_stranger_is_for_all_unless_it_is_for_a_device()
      throws Exception {
    var owner = hearth.person("Owner");
    var member = hearth.person("Member");
    var stranger = hearth.person("Stranger");
    var group = group(owner, "For all", member);
    try (var from = online(owner);
        var to = online(member);
        var away = online(stranger)) {
      skipNotices(from, to);
      var said = text(group, "to all").withRecipient(stranger.userId());

      from.send(said);

      assertThat(text(untilText(to))).isEqualTo("to all");
      assertThat(
              refused(
                  from.send(
                      text(group, "resent")
                          .withRecipient(stranger.userId())
                          .withSession(stranger.sessionId()))))
          .isEqualTo(ErrorCode.FORBIDDEN.code());
      var asked =
          MessageRequest.of(group, MessageId.random(), "PLAIN_JSON", "{}".getBytes(UTF_8))
              .withRecipient(stranger.userId());
      assertThat(refused(from.send(asked))).isEqualTo(ErrorCode.FORBIDDEN.code());
      assertThat(texts(away.rest())).isEmpty();
      assertThat(to.rest()).isEmpty();
    }
  }

  // Groups

  @Test
  void a_group_is_told_who_came_and_who_left_and_who_left_hears_no_more() throws Exception {
    var dave = hearth.person("Dave");
    var group = group(alice, "Coming and going", bob);
    try (var to = online(dave);
        var from = online(alice)) {
      conversations().add(alice.userId(), group, List.of(dave.userId()));
      var added = to.message();
      from.send(text(group, "welcome"));
      var welcome = to.message();
      conversations().remove(alice.userId(), group, List.of(dave.userId()));
      var removed = to.message();
      from.send(text(group, "behind your back"));

      assertThat(added.category()).isEqualTo("SYSTEM_CONVERSATION");
      assertThat(new String(added.payload(), UTF_8)).contains("\"ADD\"");
      assertThat(text(welcome)).isEqualTo("welcome");
      assertThat(new String(removed.payload(), UTF_8)).contains("\"REMOVE\"");
      assertThat(texts(to.rest())).doesNotContain("behind your back");
      assertThat(refused(to.send(text(group, "hello?")))).isEqualTo(ErrorCode.FORBIDDEN.code());
    }
  }

  // Refusals

  @Test
  void a_stranger_to_a_conversation_may_not_send_there() throws Exception {
    var eve = hearth.person("Eve");
    try (var from = online(eve)) {
      var contact = ConversationId.ofContact(alice.userId(), bob.userId());

      assertThat(refused(from.send(text(contact, "hi")))).isEqualTo(ErrorCode.FORBIDDEN.code());
      assertThat(refused(from.send(text(new ConversationId(UUID.randomUUID()), "hi"))))
          .isEqualTo(ErrorCode.FORBIDDEN.code());
    }
  }

  @Test
  void only_the_server_says_system_messages_and_bots_say_no_signal_messages() throws Exception {
    var talk = new Talk();
    var bot = hearth.bot("Robot");
    var withBot = contact(talk.one, bot);
    try (var person = online(talk.one);
        var robot = online(bot)) {
      for (String category : List.of("SYSTEM_CONVERSATION", "KRAKEN_INVITE", "NONSENSE")) {
        assertThat(refused(person.send(message(talk.conversation, category, "{}"))))
            .as(category)
            .isEqualTo(ErrorCode.FORBIDDEN.code());
      }
      assertThat(refused(robot.send(message(withBot, "SIGNAL_TEXT", "x"))))
          .isEqualTo(ErrorCode.FORBIDDEN.code());
      assertThat(refused(person.send(message(talk.conversation, "SIGNAL_TEXT", "x"))))
          .isEqualTo(ErrorCode.CHECKSUM_INVALID.code());
      assertThat(person.send(message(talk.conversation, "PLAIN_NEW", "x")).error()).isEmpty();
    }
  }

  @Test
  void a_bot_is_answered_without_data_and_told_403_for_what_can_not_be_mended() throws Exception {
    var talk = new Talk();
    var bot = hearth.bot("Robot");
    var withBot = contact(talk.one, bot);
    try (var robot = online(bot);
        var person = online(talk.one)) {
      assertThat(robot.send(text(withBot, "hi")).data()).isEmpty();
      assertThat(refused(robot.send(message(withBot, "no category", "x"))))
          .isEqualTo(ErrorCode.FORBIDDEN.code());
      assertThat(refused(person.send(message(talk.conversation, "no category", "x"))))
          .isEqualTo(ErrorCode.INVALID_FIELD.code());
    }
  }

  @Test
  void a_blocked_user_is_not_told_and_not_heard() throws Exception {
    var talk = new Talk();
    chat().directory().relationships().block(talk.other.userId(), talk.one.userId());
    try (var from = online(talk.one);
        var to = online(talk.other)) {
      assertThat(from.send(text(talk.conversation, "let me in")).error()).isEmpty();
      assertThat(to.rest()).isEmpty();
    }
  }

  @Test
  void acknowledging_what_is_foreign_changes_nothing() throws Exception {
    var talk = new Talk();
    var eve = hearth.person("Eve");
    try (var from = online(talk.one);
        var to = online(talk.other);
        var stranger = online(eve)) {
      from.send(text(talk.conversation, "private"));
      var pushed = to.message();

      assertThat(stranger.acknowledge(MessageStatus.READ, pushed).error()).isEmpty();
      to.acknowledge(MessageStatus.DELIVERED, pushed);

      assertThat(from.receipt().user()).isEqualTo(talk.other.userId());
    }
  }

  // Across a restart

  @Test
  void accepted_messages_and_acknowledgements_outlive_the_server() throws Exception {
    var talk = new Talk();
    try (var from = online(talk.one);
        var to = online(talk.other)) {
      from.send(text(talk.conversation, "had"));
      to.acknowledge(MessageStatus.READ, to.message());
      from.send(text(talk.conversation, "kept"));
      to.message();
    }
    hearth.close();
    hearth = TestingHearth.start(folder, 0);

    try (var to = online(talk.other)) {
      assertThat(text(to.message())).isEqualTo("kept");
      assertThat(to.rest()).isEmpty();
    }
  }

  // Words of these tests

  /// Two people of a test's own, who know each other.
  private final class Talk {
    final Keystore one = hearth.person("One");
    final Keystore other = hearth.person("Other");
    final ConversationId conversation = contact(one, other);
  }

  private Chat chat() {
    return hearth.running().chat();
  }

  private Conversations conversations() {
    return chat().directory().conversations();
  }

  private Device online(Keystore keystore) throws Exception {
    return Device.online(hearth.address(), keystore);
  }

  /// Sends messages until one is pushed as it is sent, and not read from the log.
  private static void awaitLive(Device to, Device from, ConversationId conversation)
      throws Exception {
    MessageView pushed;
    do {
      from.send(text(conversation, "Are you there?"));
      pushed = to.message();
    } while (pushed.source() != MessageSource.CREATE_MESSAGE);
  }

  private ConversationId contact(Keystore one, Keystore other) {
    var wanted = NewConversation.contact(one.userId(), other.userId());
    assertThat(conversations().create(one.userId(), wanted)).isInstanceOf(Outcome.Done.class);
    return wanted.id();
  }

  private ConversationId group(Keystore owner, String name, Keystore... members) {
    var wanted =
        NewConversation.group(
            new ConversationId(UUID.randomUUID()),
            name,
            List.of(members).stream().map(Keystore::userId).toList());
    assertThat(conversations().create(owner.userId(), wanted)).isInstanceOf(Outcome.Done.class);
    return wanted.id();
  }

  private Keystore anotherDevice(Keystore of) {
    var keys = SessionKeyPair.generate();
    var session = chat().directory().accounts().openSession(of.userId(), keys.key(), "Desktop");
    return new Keystore(of.userId(), session.id(), keys, of.serverPublicKey(), of.pinToken());
  }

  private static MessageRequest text(ConversationId conversation, String text) {
    return message(conversation, "PLAIN_TEXT", text);
  }

  private static MessageRequest message(ConversationId conversation, String category, String text) {
    return MessageRequest.of(conversation, MessageId.random(), category, text.getBytes(UTF_8));
  }

  private static String text(MessageView view) {
    return new String(view.payload(), UTF_8);
  }

  private static List<String> texts(List<MessageView> views) {
    return views.stream().map(MessagingTest::text).toList();
  }

  private static MessageView untilText(Device device) throws InterruptedException {
    MessageView view = device.message();
    while (view.category().startsWith("SYSTEM_")) {
      view = device.message();
    }
    return view;
  }

  private static void skipNotices(Device... devices) throws Exception {
    for (Device device : devices) {
      device.rest();
    }
  }

  private static int refused(BlazeReply reply) {
    return reply.error().orElseThrow().code();
  }
}
