package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Keeps the messages of an account, encrypted in the client's store: the latest 1,000 of up to 64
/// KiB, and the latest 200 conversations. For any thread.
final class ChatHistory {
  private static final Kind MESSAGES = new Kind("chat.message", 1000);
  private static final Kind CONVERSATIONS = new Kind("chat.conversation", 200);
  private static final int MOST_BYTES = 64 * 1024;
  private static final byte[] NOTHING = {0};

  private final ClientStore store;

  ChatHistory(ClientStore store) {
    this.store = store;
  }

  /// Something happened in this conversation.
  void visit(ConversationId conversation) {
    store.inTransaction(records -> {
      records.put(CONVERSATIONS, conversation.toString(), NOTHING);
      return true;
    });
  }

  void keep(ChatMessage message) {
    byte[] json = message.toJson();
    if (json.length > MOST_BYTES) {
      visit(message.conversation());
      return;
    }
    store.inTransaction(records -> {
      records.put(CONVERSATIONS, message.conversation().toString(), NOTHING);
      records.put(MESSAGES, name(message.conversation(), message.id()), json);
      return true;
    });
  }

  /// A message was taken back.
  void forget(ConversationId conversation, MessageId message) {
    store.inTransaction(records -> {
      records.remove(MESSAGES, name(conversation, message));
      return true;
    });
  }

  Optional<ChatMessage> find(ConversationId conversation, MessageId message) {
    return store.inTransaction(records -> find(records, name(conversation, message)));
  }

  /// The latest messages of a conversation, in their order.
  List<ChatMessage> latest(ConversationId conversation, int most) {
    return newestFirst(conversation, most, message -> true).reversed();
  }

  /// The `number`-th latest of the messages that are wanted; 1 is the latest.
  Optional<ChatMessage> findLatest(
      int number, ConversationId conversation, Predicate<ChatMessage> wanted) {
    List<ChatMessage> latest = newestFirst(conversation, number, wanted);
    return latest.size() < number ? Optional.empty() : Optional.of(latest.getLast());
  }

  /// The conversations in which something happened, the latest first.
  List<ConversationId> conversations() {
    List<String> names = store.inTransaction(records -> records.names(CONVERSATIONS));
    return names.reversed().stream().flatMap(name -> ConversationId.find(name).stream()).toList();
  }

  private List<ChatMessage> newestFirst(
      ConversationId conversation, int most, Predicate<ChatMessage> wanted) {
    return store.inTransaction(records -> {
      List<ChatMessage> found = new ArrayList<>();
      for (String name : records.names(MESSAGES).reversed()) {
        if (found.size() < most && name.startsWith(conversation + " ")) {
          find(records, name).filter(wanted).ifPresent(found::add);
        }
      }
      return found;
    });
  }

  private static Optional<ChatMessage> find(Records records, String name) {
    String[] ids = name.split(" ", 2);
    return records
        .find(MESSAGES, name)
        .flatMap(json -> ChatMessage.parse(ConversationId.of(ids[0]), MessageId.of(ids[1]), json));
  }

  private static String name(ConversationId conversation, MessageId message) {
    return conversation + " " + message;
  }
}
