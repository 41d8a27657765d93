package dev.hearth.chat.conversation;

import dev.hearth.chat.account.Accounts;
import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// One change of a conversation, within its transaction: each step is written together with what
/// the members are told about it.
final class Edit {
  private final Handle handle;
  private final ConversationId conversation;
  private final Stamps stamps;
  private final List<UserId> joined = new ArrayList<>();
  private final List<UserId> left = new ArrayList<>();
  private boolean changed;

  Edit(Handle handle, ConversationId conversation, Stamps stamps) {
    this.handle = handle;
    this.conversation = conversation;
    this.stamps = stamps;
  }

  void begin(UserId user, Role role, long since) {
    ConversationTable.begin(handle, conversation, new Participant(user, role, since));
    joined.add(user);
    changed = true;
  }

  void admit(UserId user, Notice notice) {
    begin(user, Role.MEMBER, stamps.next());
    tell(notice, Optional.empty());
  }

  void release(UserId user, Notice notice) {
    ConversationTable.end(handle, conversation, user, stamps.next());
    left.add(user);
    changed = true;
    tell(notice, Optional.of(user));
  }

  void setRole(UserId user, Role role) {
    ConversationTable.setRole(handle, conversation, user, role);
    changed = true;
    tell(Notice.role(user, role), Optional.empty());
  }

  void tell(Notice notice) {
    tell(notice, Optional.empty());
  }

  private void tell(Notice notice, Optional<UserId> removed) {
    long now = stamps.next();
    String payload = notice.json();
    OutboxTable.insert(
        handle,
        new Outgoing(
            Outgoing.idFor(conversation, now + payload),
            conversation,
            Accounts.SYSTEM,
            Notice.CATEGORY,
            payload,
            new Recipients.Members(removed),
            now));
  }

  boolean changed() {
    return changed;
  }

  Change after(Conversation now) {
    return new Change(now, joined, left);
  }
}
