package dev.hearth.chat.message.delivery;

import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.ConversationView;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The members of conversations, as the directory knows them.
public final class ConversationAudience implements Audience {
  private final ConversationView conversations;

  private final ConversationView inMemory;

  public ConversationAudience(Conversations conversations) {
    this(conversations, conversations.inMemory());
  }

  private ConversationAudience(ConversationView conversations, ConversationView inMemory) {
    this.conversations = conversations;
    this.inMemory = inMemory;
  }

  @Override
  public Audience inMemory() {
    return new ConversationAudience(inMemory, inMemory);
  }

  @Override
  public List<Span> spans(UserId user) {
    return conversations.membershipsOf(user).stream()
        .map(membership ->
            new Span(
                LogId.of(membership.conversation()), membership.since() + 1, membership.until()))
        .toList();
  }

  @Override
  public long settled(UserId user, long stored) {
    return conversations.settled(user, stored);
  }

  @Override
  public boolean forEachMemberAt(ConversationId id, long position, Consumer<UserId> each) {
    Optional<Conversation> conversation = conversations.find(id);
    if (conversation.isEmpty()) {
      return false;
    }
    if (!conversation.get().forEachMemberAt(position, each)) {
      // More members left since than the snapshot remembers.
      conversations
          .membershipsIn(id)
          .forEach((user, times) -> {
            if (times.stream().anyMatch(time -> time.shows(position))) {
              each.accept(user);
            }
          });
    }
    return true;
  }
}
