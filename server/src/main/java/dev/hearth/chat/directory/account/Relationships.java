package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Answers;
import dev.hearth.chat.directory.door.Answers.Room;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Fact.RelationshipsChanged;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.protocol.id.UserId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/// Keeps who is whose friend, and who has blocked whom. A relationship has a direction: Alice may
/// have added Bob without Bob having added her.
public final class Relationships implements RelationshipView {
  /// How many others a user may have added, renamed or blocked.
  public static final int MOST = 4_096;

  private static final long MOST_CACHED = 1_000_000;

  private final Directory directory;
  private final Answers<UserId, Map<UserId, Relationship>> ofUsers;

  public Relationships(Directory directory) {
    this.directory = directory;
    this.ofUsers =
        directory
            .answers(
                new Room<Map<UserId, Relationship>>(MOST_CACHED, all -> 1 + all.size()),
                (Handle handle, UserId user) ->
                    Collections.unmodifiableMap(RelationshipTable.of(handle, user)))
            .forgottenWith(RelationshipsChanged.class, RelationshipsChanged::user);
  }

  @Override
  public Relationship between(UserId user, UserId other) {
    return all(user).getOrDefault(other, Relationship.NONE);
  }

  public List<UserId> friends(UserId user) {
    return all(user).entrySet().stream()
        .filter(entry -> entry.getValue().friend() && !entry.getValue().blocked())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Those who have `user` as a friend, at most `limit` of them.
  public List<UserId> befriendedBy(UserId user, int limit) {
    return directory.read(handle -> RelationshipTable.befriendedBy(handle, user, limit));
  }

  public List<UserId> blocked(UserId user) {
    return all(user).entrySet().stream()
        .filter(entry -> entry.getValue().blocked())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Whether `user` has no room for somebody new.
  public boolean full(UserId user, UserId other) {
    var all = all(user);
    return all.size() >= MOST && !all.containsKey(other);
  }

  /// Makes `other` a friend of `user`, who no longer blocks them.
  ///
  /// @return whether that is new
  public boolean add(UserId user, UserId other) {
    return directory.change(tx -> add(tx, user, other));
  }

  /// Like {@link #add(UserId, UserId)}, as a part of a larger change.
  public boolean add(Transaction tx, UserId user, UserId other) {
    return !put(tx, user, other, Relationship::withFriend).friend();
  }

  /// Makes `user` see `other` under another name; an empty one is the other's own.
  public void rename(UserId user, UserId other, String alias) {
    put(user, other, was -> was.withAlias(alias));
  }

  public void remove(UserId user, UserId other) {
    put(user, other, Relationship::withoutFriend);
  }

  public void block(UserId user, UserId other) {
    put(user, other, was -> was.withBlocked(true));
  }

  public void unblock(UserId user, UserId other) {
    put(user, other, was -> was.withBlocked(false));
  }

  private void put(UserId user, UserId other, UnaryOperator<Relationship> change) {
    directory.run(tx -> put(tx, user, other, change));
  }

  /// Returns what was before.
  private static Relationship put(
      Transaction tx, UserId user, UserId other, UnaryOperator<Relationship> change) {
    if (user.equals(other)) {
      throw new IllegalArgumentException("Nobody has a relationship with themselves");
    }
    var was = RelationshipTable.find(tx.handle(), user, other);
    RelationshipTable.put(tx, user, other, change.apply(was));
    return was;
  }

  /// The same relationships, for threads that never wait.
  public RelationshipView inMemory() {
    return (user, other) -> ofUsers.inMemory(user).getOrDefault(other, Relationship.NONE);
  }

  private Map<UserId, Relationship> all(UserId user) {
    return ofUsers.get(user);
  }
}
