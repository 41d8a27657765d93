package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.payload.File;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples in the documentation of bots: the lines between `@start` and `@end` are shown
/// there.
class BotExamplesTest extends TestsOfABot {
  @TempDir private Path folder;

  @Test
  void it_answers_help_with_the_commands_that_are_described() throws Exception {
    // @start region="help"
    bot.onCommand("/roll", "throws a die", said -> said.reply("4"))
        .onCommand("/coin", "tosses a coin", said -> said.reply("heads"));
    // @end
    bot.onCommand("/hidden", said -> said.reply("found")).start();

    alice.say(bot.id(), "/help");
    assertThat(alice.next().text()).isEqualTo("/roll: throws a die\n/coin: tosses a coin");
    alice.say(bot.id(), "/coin");
    assertThat(alice.next().text()).isEqualTo("heads");
  }

  @Test
  void its_own_help_stands_and_without_descriptions_help_is_text() throws Exception {
    bot.onText(said -> said.reply("text: " + said.text())).onCommand("/roll", said -> {}).start();
    try (var other = HearthBot.of(hearth.bot("Other"), hearth.options())) {
      other
          .onCommand("/roll", "throws a die", said -> {})
          .onCommand("/help", said -> said.reply("Help yourself"))
          .start();

      alice.say(bot.id(), "/help");
      assertThat(alice.next().text()).isEqualTo("text: /help");
      alice.say(other.id(), "/help");
      assertThat(alice.next().text()).isEqualTo("Help yourself");
    }
  }

  @Test
  void it_answers_though_its_handler_failed() throws Exception {
    // @start region="error"
    bot.onError((said, failure) -> {
      System.err.println("No answer to " + said.message().id() + ": " + failure);
      said.reply("Sorry, something went wrong.");
    });
    // @end
    bot.onText(said -> {
      said.reply("I begin.");
      throw new IllegalStateException("as it was told");
    });
    bot.start();

    alice.say(bot.id(), "Fail");

    assertThat(alice.next().text()).isEqualTo("I begin.");
    assertThat(alice.next().text()).isEqualTo("Sorry, something went wrong.");
    assertThatThrownBy(() -> bot.onError((said, failure) -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_failure_of_the_handler_of_failures_is_told_with_the_first() throws Exception {
    bot.onText(
            said -> {
              throw new IllegalStateException("first");
            })
        .onError((said, failure) -> {
          throw new IllegalStateException("second");
        })
        .start();

    alice.say(bot.id(), "Fail");

    assertThatThrownBy(alice::next)
        .cause()
        .hasMessage("first")
        .satisfies(first -> assertThat(first.getSuppressed()[0]).hasMessage("second"));
  }

  @Test
  void it_does_something_later_when_the_clock_is_turned() throws Exception {
    // @start region="after"
    bot.onCommand(
        "/tea",
        said -> {
          bot.after(Duration.ofMinutes(3), () -> said.reply("Your tea is ready."));
          said.reply("Three minutes.");
        });
    // @end
    bot.onText(said -> said.reply("Not yet.")).start();
    alice.say(bot.id(), "/tea");
    assertThat(alice.next().text()).isEqualTo("Three minutes.");

    hearth.clock().turn(Duration.ofMinutes(2));
    alice.say(bot.id(), "Ready?");
    assertThat(alice.next().text()).isEqualTo("Not yet.");
    hearth.clock().turn(Duration.ofMinutes(1));

    assertThat(alice.next().text()).isEqualTo("Your tea is ready.");
  }

  @Test
  void it_does_something_every_day_until_that_is_cancelled() throws Exception {
    var conversation = alice.client().api().createContact(bot.id()).id();
    bot.start();
    assertThat(bot.client().awaitConnected(Duration.ofSeconds(20))).isTrue();
    // @start region="every"
    bot.every(Duration.ofDays(1), () -> bot.say(conversation, "Good morning!"));
    // @end
    var hours = new LinkedBlockingQueue<String>();
    var hourly = bot.every(Duration.ofHours(1), () -> hours.add("hour"));

    for (int day = 0; day < 3; day++) {
      hearth.clock().turn(Duration.ofDays(1));
      assertThat(alice.next().text()).isEqualTo("Good morning!");
      assertThat(hours.poll(10, TimeUnit.SECONDS)).isEqualTo("hour");
    }
    hourly.cancel();
    hours.clear();
    hearth.clock().turn(Duration.ofDays(1));
    assertThat(alice.next().text()).isEqualTo("Good morning!");
    assertThat(hours).isEmpty();
    assertThatThrownBy(() -> bot.every(Duration.ZERO, () -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void it_quotes() throws Exception {
    // @start region="quote"
    bot.onText(said -> said.quote("I have read this."));
    // @end
    bot.start();
    var contact = alice.client().api().createContact(bot.id()).id();
    var message = OutgoingMessage.of(contact, new Text("Read this"));

    alice.client().send(message);

    var answer = alice.next();
    assertThat(answer.text()).isEqualTo("I have read this.");
    assertThat(answer.quote()).contains(message.id());
  }

  @Test
  void it_answers_with_a_file_encrypted_where_the_question_was() throws Exception {
    Files.writeString(folder.resolve("menu.pdf"), "Soup");
    // @start region="file"
    bot.onCommand("/menu", said -> said.replyFile(folder.resolve("menu.pdf")));
    // @end
    bot.start();
    var contact = alice.client().api().createContact(bot.id()).id();

    for (var protection : new Protection[] {Protection.NONE, Protection.ENCRYPTED}) {
      alice.client().send(OutgoingMessage.text(contact, "/menu").protectedBy(protection));

      var answer = alice.next();
      assertThat(answer.protection()).isEqualTo(protection);
      var file = (File) answer.content();
      assertThat(file.name()).isEqualTo("menu.pdf");
      assertThat(file.attachment().mimeType()).isEqualTo("application/pdf");
      assertThat(file.attachment().keys().isPresent()).isEqualTo(protection != Protection.NONE);
      alice.client().api().download(file.attachment(), folder.resolve("got.pdf"), 100);
      assertThat(folder.resolve("got.pdf")).hasContent("Soup");
    }
  }
}
