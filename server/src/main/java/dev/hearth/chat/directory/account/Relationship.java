package dev.hearth.chat.directory.account;

/// How a user sees another: as a friend, as blocked, and under which name.
///
/// @param alias what the user calls the other; empty for the other's own name
public record Relationship(boolean friend, boolean blocked, String alias) {
  public static final Relationship NONE = new Relationship(false, false, "");

  Relationship withFriend() {
    return new Relationship(true, false, alias);
  }

  Relationship withoutFriend() {
    return new Relationship(false, blocked, "");
  }

  Relationship withBlocked(boolean now) {
    return new Relationship(friend, now, alias);
  }

  Relationship withAlias(String now) {
    return new Relationship(friend, blocked, now);
  }
}
