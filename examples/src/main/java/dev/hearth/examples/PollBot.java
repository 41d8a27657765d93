package dev.hearth.examples;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Button;
import dev.hearth.protocol.payload.ButtonGroup;
import dev.hearth.protocol.payload.Card;
import dev.hearth.protocol.payload.SystemConversation;
import dev.hearth.protocol.payload.SystemConversation.ConversationAction;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.Said;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Asks a group: `/poll Tea or coffee? | Tea | Coffee` becomes a card with a button for each
/// answer. Everybody has one vote, and may change it.
public final class PollBot {
  private static final String HOW =
      "Ask like this, with 2 to 18 answers: /poll Tea or coffee? | Tea | Coffee";
  private static final int MOST_QUESTION_CHARACTERS = 128;
  private static final List<String> COLORS = List.of("#2E7D32", "#1565C0", "#C62828", "#6A1B9A");

  private final Polls polls = new Polls();

  private PollBot() {}

  /// @param arguments the keystore's file, and the server's address
  public static void main(String... arguments) throws Exception {
    try (var bot = HearthBot.of(Path.of(arguments[0]), URI.create(arguments[1]))) {
      teach(bot).run();
    }
  }

  static HearthBot teach(HearthBot bot) {
    var pollBot = new PollBot();
    return bot.onCommand("/poll", "asks a question, as in /poll Tea? | Yes | No", pollBot::ask)
        .onCommand("/vote", pollBot::count)
        .on(
            SystemConversation.class,
            said -> {
              if (isAbout(bot.id(), said.content())) {
                said.reply("I count votes. " + HOW);
              }
            });
  }

  /// Whether the bot has come into a group, with the group or later.
  private static boolean isAbout(UserId bot, SystemConversation news) {
    return news.action() == ConversationAction.CREATE
        || (news.action() == ConversationAction.ADD && news.participant().equals(Optional.of(bot)));
  }

  private void ask(Said<Text> said) throws InterruptedException {
    List<String> parts = Stream.of(said.text().split("\\|", -1)).map(String::strip).toList();
    String question = parts.getFirst();
    List<String> answers = parts.subList(1, parts.size());
    if (question.length() > MOST_QUESTION_CHARACTERS
        || answers.size() < 2
        || answers.size() > ButtonGroup.MOST_BUTTONS
        || !parts.stream().allMatch(part -> !part.isEmpty())
        || !answers.stream().allMatch(it -> it.length() <= Button.MOST_LABEL_CHARACTERS)) {
      said.reply(HOW);
      return;
    }
    String poll = said.message().id().toString();
    List<Button> buttons = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      String color = COLORS.get(i % COLORS.size());
      buttons.add(Button.saying(answers.get(i), color, "/vote " + poll + " " + i));
    }
    polls.open(poll, said.conversation(), answers);
    said.reply(Card.of(question, "Press an answer; press another to change it.", buttons));
  }

  private void count(Said<Text> said) throws InterruptedException {
    String[] vote = said.text().split(" ", 2);
    String answer = vote.length < 2 ? "" : vote[1];
    said.reply(
        polls
            .vote(vote[0], said.conversation(), said.message().author(), answer)
            .orElse("There is no such poll here any more."));
  }
}
