package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A contact or a group as it was at one moment. Never changes; any thread may read it.
public final class Conversation {
  /// A contact is between two users and has neither name nor roles.
  public enum ConversationCategory {
    CONTACT,
    GROUP
  }

  /// The properties of a conversation, without its participants.
  ///
  /// @param codeId anybody who has it may join; empty for a contact
  /// @param expireIn seconds after reading at which clients let messages disappear; 0 is never
  /// @param createdAt microseconds since the epoch
  /// @param version raised by every change
  record Head(
      ConversationId id,
      ConversationCategory category,
      UserId creator,
      String name,
      String announcement,
      String picture,
      Optional<String> codeId,
      int expireIn,
      long createdAt,
      long version) {}

  /// A membership that is over: what lies after `since`, up to and including `until`, is for them.
  record Ended(UserId user, long since, long until) {}

  /// How many memberships that are over a conversation remembers: those that ended last.
  static final int MOST_ENDED = 100;

  private final Head head;
  private final List<Participant> participants;
  private final Map<UserId, Participant> byUser;
  private final List<Ended> ended;

  /// From here on, `ended` has every membership that was over.
  private final long endedSince;

  /// @param endedLast memberships that are over, the latest first: all of them, or more than {@link
  ///   #MOST_ENDED}
  Conversation(Head head, List<Participant> participants, List<Ended> endedLast) {
    this.head = head;
    this.participants = List.copyOf(participants);
    this.byUser = HashMap.newHashMap(participants.size());
    participants.forEach(one -> byUser.put(one.user(), one));
    boolean all = endedLast.size() <= MOST_ENDED;
    this.ended = List.copyOf(all ? endedLast : endedLast.subList(0, MOST_ENDED));
    this.endedSince = all ? 0 : endedLast.get(MOST_ENDED).until() + 1;
  }

  public ConversationId id() {
    return head.id;
  }

  public ConversationCategory category() {
    return head.category;
  }

  public boolean group() {
    return head.category == ConversationCategory.GROUP;
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

  /// The name of its {@link dev.hearth.chat.directory.account.PortraitName}; "" for none.
  public String picture() {
    return head.picture;
  }

  /// Anybody who has this code may join; empty for a contact.
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

  /// The participants, in the order in which they joined.
  public List<Participant> participants() {
    return participants;
  }

  public int size() {
    return participants.size();
  }

  /// Calls `each` for everybody who may see what stands at `position`: also for those who left
  /// since. Answers false, and calls nobody, when it stands too far back to tell.
  public boolean forEachMemberAt(long position, Consumer<UserId> each) {
    if (position < endedSince) {
      return false;
    }
    for (Participant participant : participants) {
      if (participant.since() < position) {
        each.accept(participant.user());
      }
    }
    for (Ended one : ended) {
      if (one.since < position && position <= one.until) {
        each.accept(one.user);
      }
    }
    return true;
  }

  /// About how much of the memory of a participant it takes, in all.
  int weight() {
    return participants.size() + ended.size();
  }

  public Optional<Participant> participant(UserId user) {
    return Optional.ofNullable(byUser.get(user));
  }

  @Override
  public String toString() {
    return head.category + " " + head.id + " version " + head.version;
  }
}
