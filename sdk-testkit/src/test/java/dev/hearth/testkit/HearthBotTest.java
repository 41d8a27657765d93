package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.payload.Attached;
import dev.hearth.protocol.payload.Button;
import dev.hearth.protocol.payload.ButtonGroup;
import dev.hearth.protocol.payload.Card;
import dev.hearth.protocol.payload.File;
import dev.hearth.protocol.payload.Location;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.SystemConversation;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Sent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HearthBotTest extends TestsOfABot {
  @Test
  void it_is_written_in_a_few_lines(@TempDir Path folder) throws Exception {
    String keystore =
        Files.writeString(folder.resolve("bot.json"), this.keystore.toJson()).toString();
    String server = hearth.api().toString();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ =
          threads.submit(() -> {
            // @start region="bot"
            try (var bot = HearthBot.of(Path.of(keystore), URI.create(server))) {
              bot.onCommand("/hello", said -> said.reply("Hello, " + said.author().name()));
              bot.onText(said -> said.reply("You said: " + said.text()));
              bot.run();
            }
            // @end
            return bot;
          });

      alice.say(bot.id(), "/hello");
      assertThat(alice.next().text()).isEqualTo("Hello, Alice");
      alice.say(bot.id(), "Well?");
      assertThat(alice.next().text()).isEqualTo("You said: Well?");
      threads.shutdownNow();
    }
  }

  @Test
  void it_answers_by_command_and_else_by_kind() throws Exception {
    bot.onCommand("/roll", said -> said.reply("rolls <" + said.text() + ">"))
        .onText(said -> said.reply(said.author().name() + " said " + said.text()))
        .on(Location.class, said -> said.reply("at " + said.content().latitude()))
        .on(Payload.class, said -> said.reply("something else"))
        .start();

    alice.say(bot.id(), "Hello");
    assertThat(alice.next().text()).isEqualTo("Alice said Hello");
    alice.say(bot.id(), " @7000000002  /ROLL  2d6 \n");
    assertThat(alice.next().text()).isEqualTo("rolls <2d6>");
    alice.say(bot.id(), "/roll");
    assertThat(alice.next().text()).isEqualTo("rolls <>");
    var contact = alice.client().conversationWith(bot.id());
    alice.say(contact, Location.of(13.4, 52.5));
    assertThat(alice.next().text()).isEqualTo("at 52.5");
    alice.say(contact, Card.of("A", "card", List.of()));
    assertThat(alice.next().text()).isEqualTo("something else");
  }

  @Test
  void an_answer_that_is_too_long_is_refused_and_the_next_is_given() throws Exception {
    var sent = new LinkedBlockingQueue<Sent>();
    bot.onText(said -> sent.add(said.reply(said.text() + "x".repeat(500_000))))
        .onCommand("/short", said -> said.reply("short"))
        .start();

    alice.say(bot.id(), "Say much");
    alice.say(bot.id(), "/short");

    assertThat(alice.next().text()).isEqualTo("short");
    assertThat(sent.take()).isInstanceOf(Sent.Refused.class);
  }

  @Test
  void nobody_keeps_it_from_replying_by_using_the_ids_of_its_replies_first() throws Exception {
    var contact = alice.client().api().createContact(bot.id()).id();
    var question = OutgoingMessage.of(contact, new Text("Well?"));
    // The ids of replies once were a hash of this.
    var name = bot.id() + " replies to " + question.id() + " 1";
    var hash = new MessageId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    var other = alice.client().api().createContact(hearth.person("Bob").userId()).id();
    assertThat(alice.client().send(OutgoingMessage.of(other, new Text("first")).withId(hash)))
        .isInstanceOf(Sent.Accepted.class);
    bot.onText(said -> said.reply("Fine")).start();

    alice.client().send(question);

    assertThat(alice.next().text()).isEqualTo("Fine");
  }

  @Test
  void an_encrypted_message_is_answered_encrypted_except_with_buttons_which_cannot_be()
      throws Exception {
    bot.onCommand(
            "/choose",
            said -> {
              said.reply(new ButtonGroup(List.of(Button.saying("Tea", "#008000", "/take tea"))));
              said.reply("What will it be?");
            })
        .onCommand("/take", said -> said.reply("One " + said.text()))
        .start();

    saySealed("/choose");

    var buttons = alice.next();
    assertThat(buttons.protection()).isEqualTo(Protection.NONE);
    var words = alice.next();
    assertThat(words.text()).isEqualTo("What will it be?");
    assertThat(words.protection()).isEqualTo(Protection.ENCRYPTED);
    alice.press(buttons, "Tea");
    assertThat(alice.next().text()).isEqualTo("One tea");
    assertThatThrownBy(() -> alice.press(buttons, "Coffee")).isInstanceOf(AssertionError.class);
  }

  @Test
  void it_gets_files_and_sends_them_sealed_where_the_message_was(@TempDir Path folder)
      throws Exception {
    bot.on(
            Attached.class,
            said -> {
              Path file = folder.resolve("received");
              var got = said.download(said.content().attachment(), file, 1 << 20);
              assertThat(got).isEqualTo(new Downloaded.Saved(8));
              said.reply(File.of(said.upload(file, "text/plain"), "back.txt"));
            })
        .start();
    Path file = Files.writeString(folder.resolve("letter.txt"), "Dear bot");
    var contact = alice.client().api().createContact(bot.id()).id();

    var plain = alice.client().api().upload(file, "text/plain");
    alice.client().send(OutgoingMessage.of(contact, File.of(plain, "letter.txt")));
    var open = (File) alice.next().content();
    assertThat(open.attachment().keys()).isEmpty();
    assertThat(content(open, folder)).isEqualTo("Dear bot");

    var secret = alice.client().api().uploadSealed(file, "text/plain");
    saySealed(contact, File.of(secret, "letter.txt"));
    var sealed = (File) alice.next().content();
    assertThat(sealed.attachment().keys()).isPresent();
    assertThat(content(sealed, folder)).isEqualTo("Dear bot");
  }

  @Test
  void it_hears_who_comes_to_a_group_and_speaks_there() throws Exception {
    bot.on(
            SystemConversation.class,
            said -> {
              if (said.content().participant().isPresent()) {
                said.reply(said.content().action().name());
              }
            })
        .onText(said -> said.reply(said.inGroup() ? "in a group" : "alone"))
        .start();
    var owner = hearth.person("Owner");
    var group = hearth.group(owner, "Garden", keystore);

    try (var client = hearth.client(owner)) {
      client.api().addParticipants(group, List.of(alice.id()));
      assertThat(alice.next().text()).isEqualTo("ADD");
    }

    alice.say(group, "Hello");
    assertThat(alice.next().text()).isEqualTo("in a group");
    alice.say(bot.id(), "Hello");
    assertThat(alice.next().text()).isEqualTo("alone");
  }

  @Test
  void a_handler_that_fails_fails_alone() throws Exception {
    bot = HearthBot.of(keystore, hearth.options().withFailures(failure -> {}));
    bot.onText(
            said -> {
              switch (said.text()) {
                case "Fail" -> throw new IllegalStateException("as it was told");
                case "Fail badly" -> throw new AssertionError("as it was told");
                case "Interrupt" -> Thread.currentThread().interrupt();
                default -> {}
              }
              if (said.text().equals("Don't")) {
                said.reply("Well");
              }
            })
        .start();

    alice.say(bot.id(), "Fail");
    alice.say(bot.id(), "Fail badly");
    alice.say(bot.id(), "Interrupt");
    alice.say(bot.id(), "Don't");

    assertThat(alice.next().text()).isEqualTo("Well");
  }

  @Test
  void a_conversation_keeps_its_order_and_does_not_hold_up_another() throws Exception {
    var slow = new CountDownLatch(1);
    var done = new LinkedBlockingQueue<String>();
    bot.onText(
            said -> {
              if (said.text().equals("Slow")) {
                slow.await();
              }
              done.add(said.text());
            })
        .start();

    alice.say(bot.id(), "Slow");
    alice.say(bot.id(), "After");
    try (var bob = hearth.online(hearth.person("Bob"))) {
      bob.say(bot.id(), "Fast");
      assertThat(done.poll(20, TimeUnit.SECONDS)).isEqualTo("Fast");
    }
    slow.countDown();

    assertThat(done.poll(20, TimeUnit.SECONDS)).isEqualTo("Slow");
    assertThat(done.poll(20, TimeUnit.SECONDS)).isEqualTo("After");
  }

  @Test
  void a_message_it_had_not_finished_comes_again_and_is_answered_once() throws Exception {
    var answered = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    bot.onText(
            said -> {
              said.reply("first time");
              answered.countDown();
              never.await();
            })
        .start();
    alice.say(bot.id(), "Hello");
    answered.await();
    bot.close();

    bot = HearthBot.of(keystore, hearth.options());
    bot.onText(
            said -> {
              said.reply("again");
              said.reply("then");
            })
        .start();

    assertThat(alice.next().text()).isEqualTo("first time");
    assertThat(alice.next().text()).isEqualTo("then");
  }

  @Test
  void a_message_that_closing_broke_off_comes_again_whatever_the_handler_made_of_it()
      throws Exception {
    var begun = new CountDownLatch(1);
    bot.onText(
            _ -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            })
        .start();
    alice.say(bot.id(), "Hello");
    begun.await();
    bot.close();

    bot = HearthBot.of(keystore, hearth.options());
    bot.onText(said -> said.reply("Hello to you")).start();

    assertThat(alice.next().text()).isEqualTo("Hello to you");
  }

  @Test
  void a_handler_may_close_its_bot_and_is_not_told_to_again() throws Exception {
    bot.onCommand(
        "/stop",
        said -> {
          bot.close();
          said.reply("Good night");
        });
    alice.say(bot.id(), "/stop");

    bot.run();

    assertThat(alice.next().text()).isEqualTo("Good night");
    bot = HearthBot.of(keystore, hearth.options());
    bot.onText(said -> said.reply(said.text())).start();
    alice.say(bot.id(), "Awake?");
    assertThat(alice.next().text()).isEqualTo("Awake?");
  }

  @Test
  @Timeout(20)
  void it_runs_until_its_session_is_ended_and_says_so() throws Exception {
    bot.onText(_ -> hearth.signOut(keystore));
    alice.say(bot.id(), "Sleep well");

    assertThatThrownBy(bot::run)
        .isInstanceOfSatisfying(
            HearthException.class,
            ended -> assertThat(ended.reason()).isEqualTo(HearthException.Reason.SIGNED_OUT));
  }

  @Test
  void its_keystore_comes_from_a_file(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("keystore.json"), keystore.toJson());
    Path other = Files.writeString(folder.resolve("other.json"), "{}");
    var server = URI.create("http://127.0.0.1:1");

    try (var read = HearthBot.of(file, server)) {
      assertThat(read.id()).isEqualTo(keystore.userId());
    }
    assertThatThrownBy(() -> HearthBot.of(other, server))
        .hasMessageContaining("not a valid keystore");
    assertThatThrownBy(() -> bot.onText(_ -> {}).on(Text.class, _ -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  private String content(File file, Path folder) throws Exception {
    Path into = folder.resolve("returned");
    alice.client().api().download(file.attachment(), into, 1 << 20);
    return Files.readString(into);
  }

  private void saySealed(String text) throws InterruptedException {
    saySealed(alice.client().api().createContact(bot.id()).id(), new Text(text));
  }

  private void saySealed(ConversationId conversation, Payload.Sendable payload)
      throws InterruptedException {
    var message = OutgoingMessage.of(conversation, payload).protectedBy(Protection.ENCRYPTED);
    assertThat(alice.client().send(message)).isInstanceOf(Sent.Accepted.class);
  }
}
