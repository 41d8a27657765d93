package dev.hearth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Chat;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.SessionChecksum;
import dev.hearth.protocol.key.SessionKeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The server's part when devices encrypt to each other, over real sockets to a whole server.
@ExtendWith(OneHearth.class)
final class EncryptionTest {
  private final TestingHearth hearth;
  private Keystore alice;
  private Keystore bob;
  private Keystore bobsTablet;
  private ConversationId conversation;

  EncryptionTest(TestingHearth hearth) {
    this.hearth = hearth;
  }

  @BeforeEach
  void meet() {
    alice = hearth.person("Alice");
    bob = hearth.person("Bob");
    bobsTablet = anotherDevice(bob);
    var contact = NewConversation.contact(alice.userId(), bob.userId());
    chat().directory().conversations().create(alice.userId(), contact);
    conversation = contact.id();
  }

  @Test
  void keys_are_left_counted_and_given_out_over_blaze() throws Exception {
    try (var from = online(alice);
        var to = online(bob)) {
      var left = to.ask(BlazeRequest.syncKeys(id(), TestingKeys.generate().upload(10, 12)));
      var count = to.askForJson(BlazeRequest.countKeys(id()));
      var wanted = new PreKeyRequest(bob.userId(), Optional.of(bob.sessionId()));
      var first = from.askForJson(BlazeRequest.consumeKeys(id(), List.of(wanted)));
      from.askForJson(BlazeRequest.consumeKeys(id(), List.of(wanted)));
      var last = from.askForJson(BlazeRequest.consumeKeys(id(), List.of(wanted)));

      assertThat(left.error()).isEmpty();
      assertThat(count).contains("\"data\":{\"one_time_pre_keys_count\":2}");
      assertThat(first)
          .contains("\"session_id\":\"" + bob.sessionId() + "\"", "\"registration_id\":")
          .contains("\"one_time_pre_key\":{\"key_id\":10,\"pub_key\":\"B");
      assertThat(last).contains("\"one_time_pre_key\":{\"key_id\":0,\"pub_key\":\"\"}");
    }
  }

  @Test
  void a_device_without_keys_is_left_out() throws Exception {
    try (var from = online(alice)) {
      var wanted = new PreKeyRequest(bob.userId(), Optional.of(bob.sessionId()));

      assertThat(from.askForJson(BlazeRequest.consumeKeys(id(), List.of(wanted))))
          .contains("\"data\":[]");
    }
  }

  @Test
  void an_upload_that_is_wrong_is_refused_by_its_field() throws Exception {
    try (var device = online(bob)) {
      var reply = device.ask("SYNC_SIGNAL_KEYS", "\"keys\":{\"identity_key\":\"AAAA\"}");

      assertThat(code(reply)).isEqualTo(ErrorCode.INVALID_FIELD.code());
      assertThat(reply.error().orElseThrow().field()).isEqualTo("identity_key");
      assertThat(code(device.ask("SYNC_SIGNAL_KEYS", "\"keys\":null")))
          .isEqualTo(ErrorCode.INVALID_FIELD.code());
    }
  }

  @Test
  void a_bot_has_no_business_with_these_keys() throws Exception {
    try (var bot = online(hearth.bot("Weather"))) {
      assertThat(code(bot.ask(BlazeRequest.syncKeys(id(), TestingKeys.generate().upload(0, 1)))))
          .isEqualTo(ErrorCode.FORBIDDEN.code());
      assertThat(code(bot.ask(BlazeRequest.consumeKeys(id(), List.of()))))
          .isEqualTo(ErrorCode.FORBIDDEN.code());
    }
  }

  @Test
  void a_handed_over_key_reaches_one_device_and_comes_before_what_needs_it() throws Exception {
    try (var from = online(alice)) {
      for (int i = 0; i < 20; i++) {
        var handover = handOver(checksum(), toDevice(bob, "key " + i), toDevice(bobsTablet, "k"));
        assertThat(from.ask(handover).error()).isEmpty();
        assertThat(from.send(signal(checksum(), "text " + i)).error()).isEmpty();
      }
    }

    try (var to = online(bob)) {
      for (int i = 0; i < 20; i++) {
        var key = next(to);
        var text = next(to);
        assertThat(key.category()).isEqualTo("SIGNAL_KEY");
        assertThat(key.payload()).isEqualTo(("key " + i).getBytes(UTF_8));
        assertThat(key.user()).isEqualTo(alice.userId());
        assertThat(key.session()).contains(alice.sessionId());
        assertThat(key.conversation()).contains(conversation);
        assertThat(text.payload()).isEqualTo(("text " + i).getBytes(UTF_8));
      }
      assertThat(to.rest()).isEmpty();
    }
  }

  @Test
  void a_handover_that_is_repeated_is_delivered_once() throws Exception {
    try (var from = online(alice);
        var to = online(bob)) {
      var handover = handOver(checksum(), toDevice(bob, "key"));

      from.ask(handover);
      var again = from.ask(handover);

      assertThat(again.error()).isEmpty();
      assertThat(to.message().category()).isEqualTo("SIGNAL_KEY");
      assertThat(to.rest()).isEmpty();
    }
  }

  @Test
  void a_sender_who_does_not_know_all_devices_is_told_so_and_nothing_is_stored() throws Exception {
    String stale = checksum();
    var newDevice = anotherDevice(bob);
    try (var from = online(alice)) {
      var key = from.ask(handOver(stale, toDevice(bob, "key")));
      var none = from.ask(handOver("", toDevice(bob, "key")));
      var text = from.send(signal(stale, "text"));
      var encrypted = from.send(signal("", "text"));

      assertThat(Stream.of(key, none, text, encrypted).map(EncryptionTest::code))
          .containsOnly(ErrorCode.CHECKSUM_INVALID.code());
      assertThat(from.send(signal(checksum(), "known")).error()).isEmpty();
    }
    for (var device : List.of(bob, bobsTablet, newDevice)) {
      try (var to = online(device)) {
        assertThat(to.message().payload()).isEqualTo("known".getBytes(UTF_8));
        assertThat(to.rest()).isEmpty();
      }
    }
  }

  @Test
  void a_message_that_anybody_can_read_needs_no_checksum() throws Exception {
    try (var from = online(alice)) {
      var plain = message("PLAIN_TEXT", "stale", "hello", Optional.empty(), Optional.empty());

      assertThat(from.send(plain).error()).isEmpty();
    }
  }

  @Test
  void a_device_outside_the_conversation_gets_no_key() throws Exception {
    var eve = hearth.person("Eve");
    try (var from = online(alice);
        var outside = online(eve)) {
      var reply = from.ask(handOver(checksum(), toDevice(eve, "key")));

      assertThat(reply.error()).isEmpty();
      assertThat(outside.rest()).isEmpty();
      assertThat(code(outside.ask(handOver(checksum(), toDevice(bob, "key")))))
          .isEqualTo(ErrorCode.FORBIDDEN.code());
    }
  }

  @Test
  void a_removed_device_leaves_the_checksum_at_once() throws Exception {
    String before = checksum();
    chat().directory().accounts().revoke(bobsTablet.sessionId());
    try (var from = online(alice)) {
      assertThat(code(from.send(signal(before, "text"))))
          .isEqualTo(ErrorCode.CHECKSUM_INVALID.code());
      assertThat(from.send(signal(checksum(), "text")).error()).isEmpty();
    }
  }

  private BlazeRequest handOver(String checksum, MessageRequest... messages) {
    var common = message("", checksum, "", Optional.empty(), Optional.empty());
    return BlazeRequest.createKeyMessages(id(), common, List.of(messages));
  }

  private MessageRequest toDevice(Keystore device, String key) {
    return message("", "", key, Optional.of(device.userId()), Optional.of(device.sessionId()));
  }

  private MessageRequest signal(String checksum, String text) {
    return message("SIGNAL_TEXT", checksum, text, Optional.empty(), Optional.empty());
  }

  private MessageRequest message(
      String category,
      String checksum,
      String payload,
      Optional<UserId> recipient,
      Optional<SessionId> session) {
    var id = MessageId.random();
    return new MessageRequest(
        Optional.of(conversation),
        recipient,
        session,
        Optional.of(id),
        id.toString(),
        category,
        payload.getBytes(UTF_8),
        Optional.empty(),
        Optional.empty(),
        false,
        OptionalInt.empty(),
        Optional.of(checksum),
        List.of(),
        Optional.empty());
  }

  private MessageView next(Device device) throws Exception {
    var message = device.message();
    device.acknowledge(MessageStatus.READ, message);
    return message;
  }

  private String checksum() {
    List<SessionId> sessions = new ArrayList<>();
    for (var user : List.of(alice.userId(), bob.userId())) {
      chat().directory().accounts().sessions(user).stream().map(Session::id).forEach(sessions::add);
    }
    return SessionChecksum.of(sessions);
  }

  private Keystore anotherDevice(Keystore of) {
    var pair = SessionKeyPair.generate();
    var session = chat().directory().accounts().openSession(of.userId(), pair.key(), "Desktop");
    return new Keystore(of.userId(), session.id(), pair, of.serverPublicKey(), of.pinToken());
  }

  private Device online(Keystore keystore) throws Exception {
    return Device.online(hearth.address(), keystore);
  }

  private Chat chat() {
    return hearth.running().chat();
  }

  private static int code(BlazeReply reply) {
    return reply.error().map(BlazeReply.Failure::code).orElse(0);
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
