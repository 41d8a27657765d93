package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.door.Answers;
import dev.hearth.chat.directory.door.Answers.Room;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Fact.ConversationChanged;
import dev.hearth.chat.directory.door.Fact.MembershipsChanged;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The contacts and groups, and every way in which they change.
///
/// Any thread may call; calls block, {@link #inMemory} doesn't. When a change returns, it is
/// durable, and everybody who asks hears of it.
public final class Conversations implements ConversationView {
  /// Beside these tables, those of {@link dev.hearth.chat.directory.outbox.Outbox#MIGRATIONS}.
  public static final Migrations MIGRATIONS =
      new Migrations(
          "db/conversation",
          List.of(
              "V2_3__mutes.sql",
              "V2_4__removals.sql",
              "V2_5__profile_news.sql",
              "V2_6__memberships_by_end.sql"));

  /// An unknown one is refused like one of other people, so that ids can't be probed.
  public static final String NOT_IN_ANY = "There is no conversation of this id in which you are.";

  /// The longest that messages may stay after they were read.
  public static final Duration LONGEST_EXPIRY = Duration.ofDays(7 * 12);

  /// How many participants the cached conversations have together, at about 100 bytes each; and as
  /// many memberships.
  private static final long MOST_CACHED = 500_000;

  private static final Outcome<Conversation> NO_SUCH_CODE =
      Outcome.refused(GroupRules.NO_SUCH_CODE);

  private final Directory directory;
  private final Transactions transactions;
  private final AdmissionRules admission;
  private final GroupRules rules;
  private final Answers<ConversationId, Optional<Conversation>> conversations;
  private final Answers<UserId, List<Membership>> memberships;

  /// Raises the clock of the directory above all memberships.
  ///
  /// @param expenses what changes cost those who make them
  /// @param mostMembers of a group
  public Conversations(
      Directory directory,
      Accounts accounts,
      Relationships relationships,
      Expenses expenses,
      int mostMembers) {
    this.directory = directory;
    this.conversations =
        directory
            .answers(
                new Room<Optional<Conversation>>(
                    MOST_CACHED, found -> 5 + found.map(Conversation::weight).orElse(0)),
                ConversationTable::find,
                found -> found.map(Conversation::version).orElse(-1L))
            .forgottenWith(ConversationChanged.class, ConversationChanged::conversation);
    this.memberships =
        directory
            .answers(
                new Room<List<Membership>>(MOST_CACHED, all -> 1 + all.size()),
                (Handle handle, UserId user) ->
                    List.copyOf(ConversationTable.memberships(handle, user)))
            .forgottenWith(MembershipsChanged.class, MembershipsChanged::user);
    this.transactions = new Transactions(directory, conversations, expenses);
    this.admission = new AdmissionRules(accounts, relationships, mostMembers);
    this.rules = new GroupRules(mostMembers);
    directory.stamps().raise(directory.read(ConversationTable::newestStamp));
  }

  @Override
  public Optional<Conversation> find(ConversationId id) {
    return conversations.get(id);
  }

  @Override
  public List<Membership> membershipsOf(UserId user) {
    return memberships.get(user);
  }

  @Override
  public Map<UserId, List<Membership>> membershipsIn(ConversationId id) {
    return directory.read(handle -> ConversationTable.memberships(handle, id));
  }

  /// The largest position up to `stored` for which all memberships and sessions are known by now: a
  /// change under way has stamped what it changes with a later one. Never waits.
  public long settled(long stored) {
    return directory.stamps().settled(stored);
  }

  @Override
  public long settled(UserId user, long stored) {
    return directory.settled(user, stored);
  }

  /// Whether `user` is or was in the conversation: then they may still look at it.
  public boolean wasEverIn(ConversationId id, UserId user) {
    return find(id).flatMap(conversation -> conversation.participant(user)).isPresent()
        || directory.read(handle -> ConversationTable.wasEverIn(handle, id, user));
  }

  /// Creates a conversation, with `creator` in it. If it exists already and `creator` is in it, it
  /// is returned as it is.
  public Outcome<Conversation> create(UserId creator, NewConversation wanted) {
    var objection = admission.objection(creator, wanted);
    if (objection.isPresent()) {
      return Outcome.refused(objection.get());
    }
    int strangers = admission.strangers(creator, wanted.participants()).size();
    return transactions.create(creator, wanted, strangers);
  }

  /// A step of a larger change: creates the contact of two users unless it exists. The costs are
  /// the same as when `creator` creates it.
  ///
  /// @param other a user who exists
  public Function<Transaction, Outcome<Conversation>> meeting(UserId creator, UserId other) {
    var wanted = NewConversation.contact(creator, other);
    int strangers = admission.strangers(creator, wanted.participants()).size();
    return transactions.creating(creator, wanted, strangers);
  }

  /// Brings users into a group; users who are in it already are skipped.
  public Outcome<Conversation> add(UserId actor, ConversationId id, Collection<UserId> users) {
    var objection = admission.objectionToAdding(actor, users);
    if (objection.isPresent()) {
      return Outcome.refused(objection.get());
    }
    var strangers = admission.strangers(actor, users);
    return edit(actor, id, (group, edit) -> rules.add(group, edit, actor, users, strangers));
  }

  /// Puts users out of a group; users who aren't in it are skipped. The group gets another code,
  /// and no code lets the removed users in until they are added.
  public Outcome<Conversation> remove(UserId actor, ConversationId id, Collection<UserId> users) {
    return edit(actor, id, (group, edit) -> rules.remove(group, edit, actor, users));
  }

  public Outcome<Conversation> setRoles(UserId actor, ConversationId id, Map<UserId, Role> roles) {
    return edit(actor, id, (group, edit) -> rules.setRoles(group, edit, actor, roles));
  }

  /// Changes what a group says about itself.
  public Outcome<Conversation> describe(UserId actor, ConversationId id, Description description) {
    var objection = description.objection();
    if (objection.isPresent()) {
      return Outcome.refused(objection.get());
    }
    return edit(actor, id, (group, edit) -> rules.describe(group, edit, actor, description));
  }

  /// Gives a group another code; nobody joins by the one it had.
  public Outcome<Conversation> replaceCode(UserId actor, ConversationId id) {
    return edit(actor, id, (group, edit) -> rules.replaceCode(group, edit, actor));
  }

  /// Lets messages from now on disappear this long after they were read; zero lets them stay.
  public Outcome<Conversation> expireIn(UserId actor, ConversationId id, Duration duration) {
    if (duration.isNegative() || duration.compareTo(LONGEST_EXPIRY) > 0) {
      return Outcome.invalid("duration", "It is 0 to %s seconds.", LONGEST_EXPIRY.toSeconds());
    }
    int seconds = (int) duration.toSeconds();
    return edit(actor, id, (one, edit) -> rules.expireIn(one, edit, actor, seconds));
  }

  /// The group that this code lets people join.
  public Optional<Conversation> findByCode(String codeId) {
    return directory
        .read(handle -> ConversationTable.findByCode(handle, codeId))
        .flatMap(this::find);
  }

  /// Lets a user with the group's code in, unless they were removed or a manager blocks them.
  public Outcome<Conversation> join(UserId user, String codeId) {
    return findByCode(codeId).map(group -> join(user, group, codeId)).orElse(NO_SUCH_CODE);
  }

  private Outcome<Conversation> join(UserId user, Conversation found, String codeId) {
    var objection = admission.objectionToJoining(user, found);
    if (objection.isPresent()) {
      return Outcome.refused(objection.get());
    }
    return edit(user, found.id(), (group, edit) -> rules.join(group, edit, user, codeId));
  }

  public Outcome<Conversation> exit(UserId user, ConversationId id) {
    if (!wasEverIn(id, user)) {
      return Outcome.refused(ErrorCode.FORBIDDEN, NOT_IN_ANY);
    }
    Set<UserId> bots =
        find(id).filter(group -> isOwner(user, group)).map(admission::bots).orElse(Set.of());
    // Leaving costs nothing: nobody has to stay because an allowance is used up. Coming back costs.
    return edit(Optional.empty(), id, (group, edit) -> rules.exit(group, edit, user, bots));
  }

  private static boolean isOwner(UserId user, Conversation group) {
    return group.participant(user).filter(one -> one.role() == Role.OWNER).isPresent();
  }

  private Outcome<Conversation> edit(
      UserId actor, ConversationId id, BiFunction<Conversation, Edit, Optional<Refusal>> rule) {
    return edit(Optional.of(actor), id, rule);
  }

  /// @param payer whose allowances it costs, if it costs any
  private Outcome<Conversation> edit(
      Optional<UserId> payer,
      ConversationId id,
      BiFunction<Conversation, Edit, Optional<Refusal>> rule) {
    return transactions.edit(payer, id, rule);
  }

  /// The same conversations, for threads that never wait.
  public ConversationView inMemory() {
    return new ConversationView() {
      @Override
      public Optional<Conversation> find(ConversationId id) {
        return conversations.inMemory(id);
      }

      @Override
      public List<Membership> membershipsOf(UserId user) {
        return memberships.inMemory(user);
      }

      @Override
      public Map<UserId, List<Membership>> membershipsIn(ConversationId id) {
        throw NotInMemory.SIGNAL;
      }

      @Override
      public long settled(UserId user, long stored) {
        return directory.settled(user, stored);
      }
    };
  }
}
