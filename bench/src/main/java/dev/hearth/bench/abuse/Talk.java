package dev.hearth.bench.abuse;

import dev.hearth.protocol.id.ConversationId;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// The messages and requests of attackers, which ordinary clients send too.
final class Talk {
  private static final int TOGETHER = 100;

  private Talk() {}

  /// Makes the conversation of two people, and returns its id.
  static String contact(Target target, Rogue one, Rogue other) throws IOException {
    String id = ConversationId.ofContact(one.user(), other.user()).toString();
    create(target, one, conversation(id, "CONTACT", List.of(other)));
    return id;
  }

  /// Makes a group, and returns its id.
  static String group(Target target, Rogue owner, List<Rogue> others) throws IOException {
    String id = ConversationId.random().toString();
    create(target, owner, conversation(id, "GROUP", others));
    return id;
  }

  /// Sends `times` messages, and waits until they are in the log.
  ///
  /// @param conversation where it is said, each time
  static void say(Target target, Rogue author, int times, IntFunction<String> conversation)
      throws IOException {
    try (BlazeWire wire = BlazeWire.open(target, Target.from(2), author.token())) {
      for (int i = 0; i < times; i++) {
        wire.write(BlazeWire.frame(message(conversation.apply(i), "aGVsbG8")));
        if (i % TOGETHER == TOGETHER - 1) {
          wire.readAnswers(TOGETHER);
        }
      }
    }
  }

  private static void create(Target target, Rogue owner, String body) throws IOException {
    try (Wire wire = Wire.open(target, Target.from(0))) {
      Wire.Answer answer = wire.ask(owner, "POST", "/conversations", body);
      if (answer.isRefused()) {
        throw new IOException("no conversation: " + answer);
      }
    }
  }

  /// The body of a request for a conversation.
  static String conversation(String id, String category, List<Rogue> others) {
    return "{\"conversation_id\":\"%s\",\"category\":\"%s\",\"name\":\"Attack\",\"participants\":%s}"
        .formatted(id, category, participants(others, ""));
  }

  /// A list of people.
  ///
  /// @param more fields of each, with a comma in front
  static String participants(List<Rogue> people, String more) {
    return people.stream()
        .map(one -> "{\"user_id\":\"" + one.user() + "\"" + more + "}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  /// A request that sends a text, under new ids.
  ///
  /// @param data in base64
  static String message(String conversation, String data) {
    return "{\"id\":\"%s\",\"action\":\"CREATE_MESSAGE\",\"params\":{\"conversation_id\":\"%s\",\"message_id\":\"%s\",\"category\":\"PLAIN_TEXT\",\"data_base64\":\"%s\"}}"
        .formatted(BlazeWire.id(), conversation, BlazeWire.id(), data);
  }

  /// A request for all that is pending.
  static String listPending() {
    return "{\"id\":\"" + BlazeWire.id() + "\",\"action\":\"LIST_PENDING_MESSAGES\"}";
  }
}
