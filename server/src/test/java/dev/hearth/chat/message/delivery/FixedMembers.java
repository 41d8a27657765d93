package dev.hearth.chat.message.delivery;

import static java.util.stream.Collectors.toMap;

import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Conversations whose members never change, in place of a directory: in it, ten thousand members
/// would have to be registered for a test of delivery alone. The tests of what changes of members
/// do to delivery ({@link AnnouncingTest}, {@link NodeSimulation}) use the directory.
///
/// @param members the members of each conversation, who see all of it; others have none
record FixedMembers(Map<ConversationId, List<UserId>> members) implements TestingAudience {
  static final FixedMembers NOBODY = new FixedMembers(Map.of());

  /// The same members in each.
  static FixedMembers of(Collection<ConversationId> conversations, UserId... members) {
    return new FixedMembers(
        conversations.stream()
            .collect(toMap(id -> id, _ -> List.of(members), (one, _) -> one, LinkedHashMap::new)));
  }

  @Override
  public List<Span> spans(UserId user) {
    return members.entrySet().stream()
        .filter(each -> each.getValue().contains(user))
        .map(each -> new Span(LogId.of(each.getKey()), 0, Long.MAX_VALUE))
        .toList();
  }

  @Override
  public boolean forEachMemberAt(
      ConversationId conversation, long position, Consumer<UserId> each) {
    members.getOrDefault(conversation, List.of()).forEach(each);
    return true;
  }
}
