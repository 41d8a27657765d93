package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Button;
import dev.hearth.protocol.payload.ButtonGroup;
import dev.hearth.protocol.payload.File;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.Progress;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.store.ClientStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The web messenger's client and the Java client at a real server: each seals and opens by itself
/// what the other has sealed.
@ExtendWith(HearthExtension.class)
@Timeout(120)
class WebClientTest {
  private final HearthServer hearth;
  @TempDir private Path folder;

  private Keystore alice;
  private Keystore bob;
  private WeakLine line;
  private WebClient web;
  private OnlineUser java;
  private String talk;

  WebClientTest(HearthServer hearth) {
    this.hearth = hearth;
  }

  @BeforeEach
  void arrive() throws Exception {
    alice = hearth.person("Alice");
    bob = hearth.person("Bob");
    line = new WeakLine(hearth.api());
    web = WebClient.start(line.uri());
    web.signIn(number(alice), hearth.signInCode(alice));
    java = hearth.online(bob, ClientStore.inMemory());
    talk = open(web, bob);
  }

  @AfterEach
  void leave() throws IOException {
    java.close();
    web.close();
    line.close();
  }

  @Test
  void messages_are_encrypted_and_read_on_both_sides() throws Exception {
    String hello = web.say(talk, "Hello, Bob");

    var heard = java.next();
    assertThat(heard.text()).isEqualTo("Hello, Bob");
    assertThat(heard.protection()).isEqualTo(Protection.SIGNAL);
    java.client().read(List.of(heard.id()));
    web.awaitMessage(hello, each -> each.path("tick").asString("").equals("read"));

    java.say(alice.userId(), "Hello, Alice");

    var answer = web.awaitText("Hello, Alice");
    assertThat(answer.path("encrypted").asBoolean()).isTrue();
    assertThat(web.awaitConversation(talk, each -> each.path("unread").asInt() == 1)).isNotNull();
    web.ask("read", talk, answer.path("id").asString());
    web.awaitConversation(talk, each -> each.path("unread").asInt() == 0);
  }

  @Test
  void a_group_is_read_by_those_who_are_in_it_and_by_nobody_else() throws Exception {
    var carol = hearth.person("Carol");
    var id = hearth.group(bob, "Team", alice, carol);
    var group = id.toString();
    try (var other = WebClient.start(hearth.api())) {
      other.signIn(number(carol), hearth.signInCode(carol));

      java.say(id, "Welcome");
      web.awaitText("Welcome");
      other.awaitText("Welcome");
      web.say(group, "Thank you");
      assertThat(java.next().text()).isEqualTo("Thank you");
      other.awaitText("Thank you");

      java.client().api().removeParticipants(id, List.of(alice.userId()));
      web.awaitConversation(group, each -> each.path("role").asString("").equals("left"));
      other.say(group, "She is gone");
      assertThat(java.next().text()).isEqualTo("She is gone");
      java.client().api().addParticipants(id, List.of(alice.userId()));
      other.say(group, "She is back");

      assertThat(web.awaitText("She is back").path("encrypted").asBoolean()).isTrue();
      assertThat(web.has("She is gone")).isFalse();
    }
  }

  @Test
  void a_message_whose_answer_was_lost_is_sent_again_and_heard_once() throws Exception {
    String first = web.say(talk, "First");
    assertThat(java.next().text()).isEqualTo("First");
    web.awaitMessage(first, each -> each.path("tick").asString("").equals("delivered"));

    line.carries(0, WeakLine.Fault.BREAKS);
    String lost = web.say(talk, "Its answer is lost");
    web.awaitLink("offline");
    String later = web.say(talk, "Written offline");
    line.carries(Long.MAX_VALUE, WeakLine.Fault.BREAKS);
    web.ask("tryNow");

    assertThat(java.next().text()).isEqualTo("Its answer is lost");
    assertThat(java.next().text()).isEqualTo("Written offline");
    for (String id : List.of(lost, later)) {
      web.awaitMessage(id, each -> each.path("tick").asString("").equals("delivered"));
    }
  }

  @Test
  void files_are_sealed_with_keys_of_their_own_both_ways() throws Exception {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);

    web.send(
        talk,
        Map.of("kind", "file", "name", "notes.txt", "blob", WebClient.blob(bytes, "text/plain")));

    var sent = (File) java.next().content();
    assertThat(sent.attachment().keys()).isPresent();
    Path into = folder.resolve("notes.txt");
    var saved =
        java.client().api().download(sent.attachment(), into, bytes.length, Progress.UNWATCHED);
    assertThat(saved).isInstanceOf(Downloaded.Saved.class);
    assertThat(Files.readAllBytes(into)).isEqualTo(bytes);

    var uploaded = java.client().api().uploadSealed(into, "text/plain", Progress.UNWATCHED);
    java.say(ConversationId.of(talk), new File(uploaded, "back.txt", Optional.empty()));

    String id =
        web.awaitContent(
                "back.txt",
                content -> content.path("file").path("name").asString("").equals("back.txt"))
            .path("id")
            .asString();
    assertThat(WebClient.bytes(web.ask("load", id))).isEqualTo(bytes);
  }

  @Test
  void everything_is_there_after_a_new_start_and_what_was_missed_comes_once() throws Exception {
    web.say(talk, "Before");
    java.next();
    web.ask("close");
    java.say(alice.userId(), "While you were away");

    web.forgetTold();
    web.ask("open");
    web.ask("start");

    web.awaitText("While you were away");
    assertThat(texts(web.ask("page", talk, Map.of())))
        .containsExactly("Before", "While you were away");
    web.say(talk, "I am back");
    assertThat(java.next().text()).isEqualTo("I am back");
  }

  @Test
  void a_message_that_two_tabs_ask_for_is_sent_once() throws Exception {
    String id = UUID.randomUUID().toString();
    Map<String, Object> once = Map.of("kind", "text", "text", "Once");

    web.askAs(id, "send", talk, once, "encrypted");
    var second = web.askAs(id, "send", talk, once, "encrypted");
    web.say(talk, "After it");

    assertThat(second.asString()).isEqualTo(id);
    assertThat(java.next().text()).isEqualTo("Once");
    assertThat(java.next().text()).isEqualTo("After it");
  }

  @Test
  void another_identity_is_held_until_it_is_accepted() throws Exception {
    web.say(talk, "It is me");
    assertThat(java.next().text()).isEqualTo("It is me");
    java.say(alice.userId(), "And me");
    web.awaitText("And me");
    java.close();

    var phone = hearth.anotherDevice(bob);
    hearth.signOut(bob);
    java = hearth.online(phone, ClientStore.inMemory());
    java.say(alice.userId(), "From a new phone");

    web.awaitConversation(talk, each -> each.path("trust").asString().equals("changed"));
    assertThat(web.has("From a new phone")).isFalse();
    assertThat(web.failure("send", talk, Map.of("kind", "text", "text", "?"), "encrypted"))
        .isEqualTo("trust-changed");
    var number = web.ask("safetyNumber", bob.userId().toString()).path("number").asString();
    assertThat(java.client().findSafetyNumber(alice.userId()).orElseThrow().digits())
        .isEqualTo(number);

    web.ask("acceptIdentity", bob.userId().toString());

    web.awaitText("From a new phone");
    web.awaitConversation(talk, each -> each.path("trust").asString().equals("encrypted"));
    web.say(talk, "Welcome back");
    assertThat(java.next().text()).isEqualTo("Welcome back");
  }

  @Test
  void a_bot_with_keys_is_written_to_in_boxes_and_its_buttons_are_pressed() throws Exception {
    var keystore = hearth.bot("Poll", "CONTACT", "GROUP", "ENCRYPTED");
    try (var bot = hearth.online(keystore)) {
      String with = open(web, keystore);
      web.say(with, "Which one?");
      var asked = bot.next();
      assertThat(asked.protection()).isEqualTo(Protection.ENCRYPTED);
      bot.say(
          asked.conversation(),
          new ButtonGroup(List.of(new Button("This", "#ff0000", "input:this one"))));

      String id =
          web.awaitContent(
                  "buttons", content -> content.path("kind").asString("").equals("buttons"))
              .path("id")
              .asString();
      web.send(with, Map.of("kind", "press", "message", id, "label", "This"));

      assertThat(bot.next().text()).isEqualTo("this one");
    }
  }

  @Test
  void a_session_that_is_ended_elsewhere_says_so_and_keeps_what_it_has() throws Exception {
    web.say(talk, "Kept");
    java.next();

    var own =
        web.ask("devices")
            .valueStream()
            .filter(each -> each.path("current").asBoolean())
            .findFirst()
            .orElseThrow();
    try (var phone = hearth.client(alice)) {
      phone.api().signOut(SessionId.of(own.path("sessionId").asString()));
    }

    web.await("signed out", told -> told.path("told").asString().equals("signed-out"));
    assertThat(texts(web.ask("page", talk, Map.of()))).containsExactly("Kept");
  }

  private String number(Keystore keystore) {
    try (var client = hearth.client(keystore)) {
      return client.api().me().identityNumber();
    }
  }

  private static String open(WebClient web, Keystore other) throws InterruptedException {
    return web.ask("openDirect", other.userId().toString()).path("id").asString();
  }

  private static List<String> texts(JsonNode page) {
    return page.path("messages")
        .valueStream()
        .map(each -> each.path("content").path("text").asString(""))
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
