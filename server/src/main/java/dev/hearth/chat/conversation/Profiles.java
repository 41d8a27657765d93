package dev.hearth.chat.conversation;

import dev.hearth.chat.account.Accounts;
import dev.hearth.chat.account.ProfileChange;
import dev.hearth.chat.account.Relationships;
import dev.hearth.chat.account.User;
import dev.hearth.platform.sql.Database;
import dev.hearth.protocol.UserId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// How people show themselves. A change is told to those who know them: SYSTEM_USER. Calls block.
public final class Profiles {
  private static final String CATEGORY = "SYSTEM_USER";

  /// So many at most are told of a change; others see it when they look.
  private static final int MOST_TOLD = 2_000;

  private final Database database;
  private final Accounts accounts;
  private final Relationships relationships;
  private final Outbox outbox;

  public Profiles(
      Database database, Accounts accounts, Relationships relationships, Outbox outbox) {
    this.database = database;
    this.accounts = accounts;
    this.relationships = relationships;
    this.outbox = outbox;
  }

  /// The user as they are after the change.
  ///
  /// @throws java.util.NoSuchElementException when there is no such user
  public User update(UserId user, ProfileChange change) {
    var acquainted = acquainted(user);
    var now = accounts.update(user, change, handle -> tell(outbox, handle, acquainted, user));
    outbox.announce();
    return now;
  }

  /// Puts in, within the transaction of `handle`, that there is something new about `user`.
  ///
  /// @param told each once
  public static void tell(Outbox outbox, Handle handle, List<UserId> told, UserId user) {
    var payload = "{\"action\":\"UPDATE\",\"user_id\":\"" + user + "\"}";
    outbox.tellUsers(handle, told, Optional.empty(), CATEGORY, payload);
  }

  /// Themselves, their friends, those whose friend they are, and whom they have a contact's
  /// conversation with. No bots: those ask when they want to know.
  private List<UserId> acquainted(UserId user) {
    var all = new LinkedHashSet<UserId>();
    all.add(user);
    all.addAll(relationships.friends(user));
    all.addAll(relationships.befriendedBy(user, MOST_TOLD));
    all.addAll(database.read(handle -> ConversationTable.contactsOf(handle, user, MOST_TOLD)));
    return all.stream()
        .limit(MOST_TOLD)
        .filter(one -> accounts.findUser(one).filter(known -> !known.bot()).isPresent())
        .toList();
  }
}
