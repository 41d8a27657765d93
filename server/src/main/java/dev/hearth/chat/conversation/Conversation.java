package dev.hearth.chat.conversation;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A contact or a group as it was at one moment. Never changes; any thread may read it.
public final class Conversation {
  /// A contact is between two users and has neither name nor roles.
  public enum Category {
    CONTACT,
    GROUP
  }

  /// What there is to know besides who is in it.
  ///
  /// @param codeId whoever has it may join; empty for a contact
  /// @param expireIn seconds after reading at which clients let messages disappear; 0 is never
  /// @param createdAt microseconds since the epoch
  /// @param version raised by every change
  record Head(
      ConversationId id,
      Category category,
      UserId creator,
      String name,
      String announcement,
      String picture,
      Optional<String> codeId,
      int expireIn,
      long createdAt,
      long version) {}

  private final Head head;
  private final List<Participant> participants;
  private final Map<UserId, Participant> byUser;

  Conversation(Head head, List<Participant> participants) {
    this.head = head;
    this.participants = List.copyOf(participants);
    this.byUser = HashMap.newHashMap(participants.size());
    participants.forEach(one -> byUser.put(one.user(), one));
  }

  public ConversationId id() {
    return head.id;
  }

  public Category category() {
    return head.category;
  }

  public boolean group() {
    return head.category == Category.GROUP;
  }

  public UserId creator() {
    return head.creator;
  }

  public String name() {
    return head.name;
  }

  public String announcement() {
    return head.announcement;
  }

  /// The name of its {@link dev.hearth.chat.account.Portrait}; "" for none.
  public String picture() {
    return head.picture;
  }

  /// Whoever has it may join; empty for a contact.
  public Optional<String> codeId() {
    return head.codeId;
  }

  /// Seconds after reading at which clients let messages disappear; 0 is never.
  public int expireIn() {
    return head.expireIn;
  }

  /// Microseconds since the epoch.
  public long createdAt() {
    return head.createdAt;
  }

  /// Raised by every change: of two snapshots the one with the higher version is younger.
  public long version() {
    return head.version;
  }

  /// Who is in it, those who came first first.
  public List<Participant> participants() {
    return participants;
  }

  public int size() {
    return participants.size();
  }

  public Optional<Participant> participant(UserId user) {
    return Optional.ofNullable(byUser.get(user));
  }

  @Override
  public String toString() {
    return head.category + " " + head.id + " version " + head.version;
  }
}
