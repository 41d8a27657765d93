package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.account.Preferences.AllowedUsers;
import dev.hearth.protocol.id.UserId;

/// Says whether a user wants to hear another, where they are alone with each other. Any thread may
/// ask; it waits if its views do.
public final class Willingness {
  private final AccountView accounts;
  private final RelationshipView relationships;

  public Willingness(AccountView accounts, RelationshipView relationships) {
    this.accounts = accounts;
    this.relationships = relationships;
  }

  /// Whether `user` doesn't block `speaker`, and takes messages from everybody or is their friend.
  public boolean hears(UserId user, UserId speaker) {
    var relationship = relationships.between(user, speaker);
    return !relationship.blocked()
        && (relationship.friend()
            || accounts
                .findUser(user)
                .map(found -> found.preferences().receiveMessages() == AllowedUsers.EVERYBODY)
                .orElse(true));
  }
}
