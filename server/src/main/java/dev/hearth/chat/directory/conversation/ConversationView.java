package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The questions of rules and of delivery about conversations and their members. {@link
/// Conversations} answers from memory or else from the database; {@link Conversations#inMemory}
/// answers from memory, or throws {@link dev.hearth.platform.runtime.NotInMemory}.
public interface ConversationView {
  Optional<Conversation> find(ConversationId id);

  /// The stretches of time that `user` has spent in conversations, past ones too, in the order in
  /// which they began.
  List<Membership> membershipsOf(UserId user);

  /// Everybody who is or was in the conversation, and when.
  Map<UserId, List<Membership>> membershipsIn(ConversationId id);

  /// The largest position up to `stored` for which all memberships of `user` are known by now: a
  /// change under way has stamped what it changes with a later one. Never waits.
  long settled(UserId user, long stored);
}
