package dev.hearth.chat.directory.circle;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.conversation.Outbox;
import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Tells the owner's other sessions about a change: the payload of a SYSTEM_CIRCLE message.
///
/// @param conversation the conversation that was added or removed, for `ADD` and `REMOVE` only
/// @param other the user whom that conversation is with, when it is a contact's
record CircleNotice(
    Action action, CircleId circle, Optional<ConversationId> conversation, Optional<UserId> other) {
  private static final String CATEGORY = "SYSTEM_CIRCLE";

  enum Action {
    CREATE,
    UPDATE,
    DELETE,
    ADD,
    REMOVE
  }

  static CircleNotice of(Action action, CircleId circle) {
    return new CircleNotice(action, circle, Optional.empty(), Optional.empty());
  }

  static CircleNotice of(Action action, CircleItem item) {
    return new CircleNotice(action, item.circle(), Optional.of(item.conversation()), item.other());
  }

  /// Tells it to the caller's other sessions, once the transaction of `handle` has ended well.
  void put(Handle handle, Outbox outbox, Caller caller) {
    outbox.tellUsers(
        handle, List.of(caller.user()), Optional.of(caller.session()), CATEGORY, json());
  }

  /// Ids and names of actions hold nothing that JSON would have to escape.
  private String json() {
    var json = new StringBuilder("{\"action\":\"").append(action);
    json.append("\",\"circle_id\":\"").append(circle).append('"');
    conversation.ifPresent(id -> json.append(",\"conversation_id\":\"").append(id).append('"'));
    other.ifPresent(user -> json.append(",\"user_id\":\"").append(user).append('"'));
    return json.append('}').toString();
  }
}
