package dev.hearth;

import static dev.hearth.TestingPeople.message;
import static dev.hearth.TestingPeople.payload;
import static dev.hearth.TestingPeople.refusal;
import static dev.hearth.TestingPeople.restSaid;
import static dev.hearth.TestingPeople.said;
import static dev.hearth.TestingPeople.text;
import static dev.hearth.chat.directory.account.Preferences.AllowedUsers.CONTACTS;
import static dev.hearth.chat.directory.account.Preferences.AllowedUsers.EVERYBODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.account.Preferences;
import dev.hearth.chat.directory.account.User;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageSource;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.payload.Encrypted;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The server's handling of each category between two connections: it relays, completes or refuses.
@ExtendWith(OneHearth.class)
final class CategoriesTest {
  private static final int MALFORMED = ErrorCode.INVALID_FIELD.code();
  private static final int FORBIDDEN = ErrorCode.FORBIDDEN.code();
  private static final int DONE = 0;

  private final TestingHearth hearth;
  private final TestingPeople people;

  CategoriesTest(TestingHearth hearth) {
    this.hearth = hearth;
    this.people = new TestingPeople(hearth);
  }

  // Relayed

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PLAIN_TEXT",
        "PLAIN_POST",
        "PLAIN_STICKER",
        "PLAIN_CONTACT",
        "PLAIN_LIVE",
        "PLAIN_LOCATION",
        "PLAIN_TRANSCRIPT",
        "PLAIN_JSON",
        "PLAIN_IMAGE",
        "PLAIN_TELEPATHY",
        "SIGNAL_KEY",
        "SIGNAL_TEXT",
        "SIGNAL_IMAGE",
        "SIGNAL_TELEPATHY",
        "APP_TELEPATHY"
      })
  void payloads_that_the_server_need_not_understand_arrive_byte_for_byte(String category)
      throws Exception {
    var talk = people.talk();
    byte[] anything = {0, -1, 34, 123, 127, -128, 10};
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      from.send(people.sealed(talk.conversation(), category, anything));

      MessageView pushed = said(to);
      assertThat(pushed.category()).isEqualTo(category);
      assertThat(pushed.payload()).isEqualTo(anything);
      assertThat(to.action(pushed)).isEqualTo("CREATE_MESSAGE");
    }
  }

  @Test
  void a_quote_a_wish_for_silence_and_a_time_to_live_arrive_too() throws Exception {
    var talk = people.talk();
    var quoted = MessageId.random();
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      from.ask(
          "CREATE_MESSAGE",
          """
          "conversation_id":"%s","message_id":"%s","category":"PLAIN_TEXT","data":"aGk=",
          "quote_message_id":"%s","silent":true,"expire_in":7257600,"mentions":["%s"]
          """
              .formatted(talk.conversation(), MessageId.random(), quoted, talk.other().userId()));

      MessageView pushed = said(to);
      assertThat(pushed.quote()).contains(quoted);
      assertThat(pushed.silent()).isTrue();
      assertThat(pushed.expireIn()).isEqualTo(7_257_600);
    }
  }

  // Completed

  @Test
  void an_attachment_in_the_old_spelling_is_readable_for_todays_clients() throws Exception {
    var talk = people.talk();
    String old = "{ \"attachment_id\":\"a\", \"mine_type\":\"image/png\",\"size\":1 }";
    String both = "{\"mime_type\":\"a/b\",\"mine_type\":\"c/d\"}";
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      for (String category : List.of("PLAIN_IMAGE", "PLAIN_VIDEO", "PLAIN_AUDIO", "PLAIN_DATA")) {
        from.send(message(talk.conversation(), category, old));
        from.send(message(talk.conversation(), category, both));

        assertThat(payload(said(to)))
            .as(category)
            .startsWith(old.substring(0, old.length() - 2))
            .contains("\"mime_type\":\"image/png\"");
        assertThat(payload(said(to))).isEqualTo(both);
      }
    }
  }

  @Test
  void a_bots_card_names_its_app_and_since_when_that_is_as_it_is() throws Exception {
    var person = hearth.person("Reader");
    var bot = hearth.bot("Card sender");
    var conversation = people.contact(person, bot);
    String whole =
        "{\"app_id\":\"%s\",\"title\":\"A\",\"description\":\"B\",\"action\":\"https://c.example\",\"icon_url\":\"\",\"updated_at\":\"2020-01-01T00:00:00Z\",\"new\":[1]}"
            .formatted(bot.userId());
    String bare = "{\"title\":\"A\",\"description\":\"B\",\"action\":\"https://c.example\"}";
    try (var from = people.online(bot);
        var back = people.online(person)) {
      from.send(message(conversation, "APP_CARD", bare));
      from.send(message(conversation, "APP_CARD", whole));

      assertThat(payload(said(back)))
          .contains("\"app_id\":\"" + bot.userId() + "\"")
          .contains("\"updated_at\":\"" + WireTime.format(updatedAt(bot)) + "\"");
      assertThat(payload(said(back))).isEqualTo(whole);

      back.send(message(conversation, "APP_CARD", bare));
      assertThat(payload(said(from))).isEqualTo(bare);
    }
  }

  private long updatedAt(Keystore bot) {
    User user = people.chat().directory().accounts().findUser(bot.userId()).orElseThrow();
    return user.app().orElseThrow().updatedAt();
  }

  // Refused

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "APP_BUTTON_GROUP | hello",
        "APP_BUTTON_GROUP | {\"label\":\"A\",\"color\":\"#000000\",\"action\":\"input:a\"}",
        "APP_BUTTON_GROUP | []",
        "APP_BUTTON_GROUP | [1]",
        "APP_BUTTON_GROUP | [{\"label\":\"A\"}]",
        "APP_CARD         | [{}]",
        "APP_CARD         | {}",
        "APP_CARD         | {\"title\":\"A\"",
        "MESSAGE_RECALL   | {}",
        "MESSAGE_RECALL   | {\"message_id\":\"that one\"}",
        "MESSAGE_RECALL   | [\"56a5a1cc-4e25-4a65-b6a8-7f7a7a6a4c9a\"]",
        "MESSAGE_PIN      | {\"action\":\"PIN\",\"message_ids\":[]}",
        "MESSAGE_PIN      | {\"action\":\"NAIL\",\"message_ids\":[\"56a5a1cc-4e25-4a65-b6a8-7f7a7a6a4c9a\"]}",
        "MESSAGE_PIN      | {\"action\":\"PIN\",\"message_ids\":[7]}",
        "ENCRYPTED_TEXT   | hello",
        "ENCRYPTED_IMAGE  | ``",
      })
  void a_payload_that_no_client_can_show_is_refused_and_nobody_gets_it(
      String category, String payload) throws Exception {
    var person = hearth.person("Person");
    var bot = hearth.bot("Bot");
    var conversation = people.contact(person, bot);
    try (var from = people.online(person);
        var robot = people.online(bot)) {
      var refused = from.send(message(conversation, category, payload));
      assertThat(refusal(refused)).isEqualTo(MALFORMED);
      assertThat(refused.error().orElseThrow().field()).isEqualTo("data");
      assertThat(refusal(robot.send(message(conversation, category, payload))))
          .isEqualTo(FORBIDDEN);
      assertThat(restSaid(from)).isEmpty();
      assertThat(restSaid(robot)).isEmpty();
    }
  }

  @Test
  void eighteen_buttons_are_shown_and_128_messages_pinned_and_no_more() throws Exception {
    var talk = people.talk();
    String button = ",{\"label\":\"A\",\"color\":\"#abc\",\"action\":\"input:a\"}";
    String id = ",\"56a5a1cc-4e25-4a65-b6a8-7f7a7a6a4c9a\"";
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      for (int more = 0; more < 2; more++) {
        String buttons = "[" + button.repeat(18 + more).substring(1) + "]";
        String pin =
            "{\"action\":\"PIN\",\"message_ids\":[" + id.repeat(128 + more).substring(1) + "]}";
        int expected = more == 0 ? DONE : MALFORMED;
        assertThat(refusal(from.send(message(talk.conversation(), "APP_BUTTON_GROUP", buttons))))
            .isEqualTo(expected);
        assertThat(refusal(from.send(message(talk.conversation(), "MESSAGE_PIN", pin))))
            .isEqualTo(expected);
      }
      assertThat(said(to).category()).isEqualTo("APP_BUTTON_GROUP");
      assertThat(said(to).category()).isEqualTo("MESSAGE_PIN");
      assertThat(restSaid(to)).isEmpty();
    }
  }

  @Test
  void an_encrypted_payload_names_its_own_sender() throws Exception {
    var talk = people.talk();
    byte[] own = encrypted(talk.one().keyPair());
    byte[] foreign = encrypted(talk.other().keyPair());
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      assertThat(refusal(from.send(people.sealed(talk.conversation(), "ENCRYPTED_TEXT", foreign))))
          .isEqualTo(MALFORMED);
      assertThat(refusal(from.send(people.sealed(talk.conversation(), "ENCRYPTED_NEW", own))))
          .isEqualTo(DONE);

      MessageView pushed = said(to);
      assertThat(pushed.category()).isEqualTo("ENCRYPTED_NEW");
      assertThat(pushed.payload()).isEqualTo(own);
    }
  }

  private static byte[] encrypted(SessionKeyPair by) {
    return new Encrypted(
            "ENCRYPTED_TEXT",
            WireBase64.decode(by.key().x25519()).orElseThrow(),
            List.of(new Encrypted.SealedKey(SessionId.random(), new byte[48])),
            new byte[12],
            new byte[40])
        .toBytes();
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE_MESSAGE,     MESSAGE_PRAISE",
    "CREATE_MESSAGE,     SYSTEM_SESSION",
    "CREATE_MESSAGE,     SYSTEM_ACCOUNT_SNAPSHOT",
    "CREATE_MESSAGE,     KRAKEN_PUBLISH",
    "CREATE_MESSAGE,     WEBRTC_AUDIO_OFFER",
    "CREATE_MESSAGE,     TELEPATHY",
    "CREATE_CALL,        WEBRTC_VIDEO_OFFER",
    "CREATE_CALL,        PLAIN_TEXT",
    "CREATE_CALL,        SYSTEM_USER",
    "CREATE_KRAKEN,      KRAKEN_PUBLISH",
    "LIST_KRAKEN_PEERS,  KRAKEN_LIST",
  })
  void categories_that_a_client_may_not_send_are_refused_for_good(String action, String category)
      throws Exception {
    var person = hearth.person("Person");
    var bot = hearth.bot("Bot");
    var conversation = people.contact(person, bot);
    try (var from = people.online(person);
        var robot = people.online(bot)) {
      for (Device device : List.of(from, robot)) {
        String asked =
            "\"conversation_id\":\"%s\",\"message_id\":\"%s\",\"category\":\"%s\",\"data\":\"e30=\""
                .formatted(conversation, MessageId.random(), category);
        assertThat(refusal(device.ask(action, asked))).isEqualTo(FORBIDDEN);
      }
      assertThat(restSaid(from)).isEmpty();
      assertThat(restSaid(robot)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 7_257_601, Integer.MIN_VALUE})
  void a_time_to_live_has_its_bounds(int seconds) throws Exception {
    var talk = people.talk();
    try (var from = people.online(talk.one())) {
      var refused =
          from.ask(
              "CREATE_MESSAGE",
              "\"conversation_id\":\"%s\",\"message_id\":\"%s\",\"category\":\"PLAIN_TEXT\",\"expire_in\":%d"
                  .formatted(talk.conversation(), MessageId.random(), seconds));

      assertThat(refusal(refused)).isEqualTo(MALFORMED);
    }
  }

  // To whom

  @Test
  void a_user_who_takes_messages_from_contacts_only_hears_nobody_else() throws Exception {
    var talk = people.talk();
    var bot = hearth.bot("Stranger");
    var withBot = people.contact(talk.other(), bot);
    people
        .chat()
        .directory()
        .accounts()
        .prefer(
            talk.other().userId(),
            _ -> new Preferences(CONTACTS, EVERYBODY, EVERYBODY, "USD", 0, 0));
    try (var from = people.online(talk.one());
        var robot = people.online(bot);
        var to = people.online(talk.other())) {
      assertThat(refusal(from.send(text(talk.conversation(), "who are you?")))).isEqualTo(DONE);
      assertThat(refusal(robot.send(text(withBot, "buy this")))).isEqualTo(FORBIDDEN);
      assertThat(refusal(to.send(text(talk.conversation(), "one")))).isEqualTo(DONE);
      people.chat().directory().relationships().add(talk.other().userId(), talk.one().userId());
      from.send(text(talk.conversation(), "two"));

      assertThat(payload(said(from))).isEqualTo("one");
      assertThat(payload(said(to))).isEqualTo("two");
    }
  }

  @Test
  void a_bot_that_may_speaks_for_others_to_one_and_people_speak_for_themselves() throws Exception {
    var person = hearth.person("Person");
    var bot = hearth.representingBot("Switchboard");
    var other = hearth.person("Other");
    var conversation = people.contact(person, bot);
    var group = people.group(person, bot);
    try (var from = people.online(bot);
        var to = people.online(person)) {
      assertThat(refusal(represent(from, conversation, other))).isEqualTo(DONE);
      assertThat(refusal(represent(from, group, other))).isEqualTo(FORBIDDEN);
      assertThat(refusal(represent(to, conversation, other))).isEqualTo(DONE);

      assertThat(said(to).representative()).contains(other.userId());
      assertThat(said(from).representative()).isEmpty();
    }
  }

  @Test
  void a_bot_that_nobody_let_speak_for_others_does_not() throws Exception {
    var person = hearth.person("Person");
    var bot = hearth.bot("Impostor");
    var conversation = people.contact(person, bot);
    try (var from = people.online(bot)) {
      assertThat(refusal(represent(from, conversation, person))).isEqualTo(FORBIDDEN);
    }
  }

  private static BlazeReply represent(Device by, ConversationId in, Keystore other)
      throws Exception {
    return by.ask(
        "CREATE_MESSAGE",
        """
        "conversation_id":"%s","message_id":"%s","category":"PLAIN_TEXT","data":"aGk=",
        "representative_id":"%s"
        """
            .formatted(in, MessageId.random(), other.userId()));
  }

  // Calls

  @Test
  void a_call_rings_on_phones_and_nowhere_else() throws Exception {
    var caller = hearth.person("Caller");
    var callersTablet = people.device(caller, "iOS");
    var callee = people.device(hearth.person("Callee"), "Android");
    var desktop = people.device(callee, "Desktop");
    var conversation = people.contact(caller, callee);
    try (var from = people.online(caller);
        var own = people.online(callersTablet);
        var phone = people.online(callee);
        var other = people.online(desktop)) {
      assertThat(refusal(call(from, caller, callee))).isEqualTo(DONE);

      MessageView ringing = said(phone);
      assertThat(phone.action(ringing)).isEqualTo("CREATE_CALL");
      assertThat(ringing.category()).isEqualTo("WEBRTC_AUDIO_OFFER");
      assertThat(ringing.conversation()).contains(conversation);
      assertThat(ringing.source()).isEqualTo(MessageSource.CREATE_MESSAGE);
      assertThat(restSaid(other)).isEmpty();
      assertThat(restSaid(own)).isEmpty();
    }
    try (var late = people.online(callee)) {
      MessageView missed = said(late);
      assertThat(late.action(missed)).isEqualTo("CREATE_CALL");
      assertThat(missed.source()).isEqualTo(MessageSource.LIST_PENDING_MESSAGES);
    }
  }

  @Test
  void a_user_without_a_phone_is_called_wherever_they_are() throws Exception {
    var caller = hearth.person("Caller");
    var bot = hearth.bot("Answering machine");
    people.contact(caller, bot);
    try (var from = people.online(caller);
        var to = people.online(bot)) {
      call(from, caller, bot);

      assertThat(said(to).category()).isEqualTo("WEBRTC_AUDIO_OFFER");
    }
  }

  @Test
  void in_a_group_a_call_names_whom_it_is_for() throws Exception {
    var caller = hearth.person("Caller");
    var callee = hearth.person("Callee");
    var group = people.group(caller, callee);
    try (var from = people.online(caller)) {
      String forNobody =
          "\"conversation_id\":\"%s\",\"message_id\":\"%s\",\"category\":\"WEBRTC_AUDIO_END\""
              .formatted(group, MessageId.random());
      String forOne = forNobody + ",\"recipient_id\":\"%s\"".formatted(callee.userId());

      assertThat(refusal(from.ask("CREATE_CALL", forNobody))).isEqualTo(FORBIDDEN);
      assertThat(refusal(from.ask("CREATE_CALL", forOne))).isEqualTo(DONE);
    }
  }

  @Test
  void a_blocked_user_calls_in_vain() throws Exception {
    var talk = people.talk();
    people.chat().directory().relationships().block(talk.other().userId(), talk.one().userId());
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      assertThat(refusal(call(from, talk.one(), talk.other()))).isEqualTo(DONE);
      assertThat(restSaid(to)).isEmpty();
    }
  }

  private BlazeReply call(Device from, Keystore caller, Keystore callee) throws Exception {
    return from.ask(
        "CREATE_CALL",
        """
        "conversation_id":"%s","recipient_id":"%s","message_id":"%s",
        "category":"WEBRTC_AUDIO_OFFER","data":"e30=","quote_message_id":"","expire_in":0
        """
            .formatted(people.contact(caller, callee), callee.userId(), MessageId.random()));
  }
}
