package dev.hearth.chat.directory.conversation;

import static dev.hearth.chat.TestingRefusals.refusedFor;
import static dev.hearth.chat.TestingRefusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Fact;
import dev.hearth.chat.directory.door.Fact.ConversationChanged;
import dev.hearth.chat.directory.door.Fact.MembershipsChanged;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.outbox.OutgoingNotice;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.SystemUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract of conversations, on every engine.
class ConversationsContractTest extends DirectoryOnBothEngines {
  private static final int MOST_MEMBERS = 5;

  private Relationships relationships;
  private Outbox outbox;
  private Conversations conversations;
  private Contacts contacts;
  private final List<Fact> facts = new ArrayList<>();
  private UserId alice;
  private UserId bob;
  private UserId carol;
  private UserId dave;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Conversations.MIGRATIONS);
  }

  @BeforeEach
  void meet() {
    relationships = new Relationships(directory);
    outbox = directory.outbox();
    conversations = open(directory);
    contacts = new Contacts(directory, relationships, conversations);
    directory.onFact(ConversationChanged.class, facts::add);
    directory.onFact(MembershipsChanged.class, facts::add);
    alice = person("Alice");
    bob = person("Bob");
    carol = person("Carol");
    dave = person("Dave");
  }

  /// Conversations as another process sees them, that has nothing in memory yet.
  private Conversations open() {
    return open(reopened());
  }

  private Conversations open(Directory by) {
    return new Conversations(by, accounts, relationships, TestingExpenses.none(), MOST_MEMBERS);
  }

  @Test
  void a_contact_is_created_once_whoever_asks() {
    var first = done(conversations.create(alice, NewConversation.contact(alice, bob)));
    var second = done(conversations.create(bob, NewConversation.contact(bob, alice)));

    assertThat(first.id()).isEqualTo(second.id()).isEqualTo(ConversationId.ofContact(alice, bob));
    assertThat(second.creator()).isEqualTo(alice);
    assertThat(users(second)).containsExactlyInAnyOrder(alice, bob);
    assertThat(second.codeId()).isEmpty();
    assertThat(outbox.next(10)).isEmpty();
    assertThat(facts)
        .containsExactlyInAnyOrder(
            new ConversationChanged(first.id()),
            new MembershipsChanged(alice),
            new MembershipsChanged(bob));
  }

  @Test
  void a_contact_with_oneself_has_one_participant() {
    var self = done(conversations.create(alice, NewConversation.contact(alice, alice)));

    assertThat(users(self)).containsExactly(alice);
  }

  @Test
  void a_contact_takes_no_other_id_and_no_unknown_user() {
    var wrongId =
        new NewConversation(
            ConversationId.random(),
            Conversation.ConversationCategory.CONTACT,
            "",
            "",
            List.of(bob),
            Optional.empty());
    assertThat(conversations.create(alice, wrongId)).satisfies(refusedFor("conversation_id"));
    assertThat(conversations.create(alice, NewConversation.contact(alice, UserId.random())))
        .satisfies(refusedFor("participants"));
  }

  @Test
  void a_contact_of_others_is_not_to_be_had() {
    conversations.create(alice, NewConversation.contact(alice, bob));

    assertThat(conversations.create(carol, NewConversation.contact(alice, bob)))
        .satisfies(refusedFor("conversation_id"));
  }

  @Test
  void a_group_begins_with_its_owner_and_tells_so() {
    var group = group(bob, carol);

    assertThat(group.participant(alice)).map(Participant::role).contains(Role.OWNER);
    assertThat(group.participant(bob)).map(Participant::role).contains(Role.MEMBER);
    assertThat(group.codeId()).isPresent();
    assertThat(payloads()).containsExactly("{\"action\":\"CREATE\",\"user_id\":\"" + alice + "\"}");
    var notice = outbox.next(1).getFirst();
    assertThat(notice.author()).isEqualTo(Accounts.SYSTEM);
    assertThat(notice.category()).isEqualTo("SYSTEM_CONVERSATION");
    assertThat(notice.conversation()).isEqualTo(group.id());
  }

  @Test
  void a_group_that_is_there_is_returned_to_its_members_only() {
    var group = group(bob);
    var again = NewConversation.group(group.id(), "other name", List.of(carol));

    assertThat(done(conversations.create(bob, again)).name()).isEqualTo("Friends");
    assertThat(conversations.create(carol, again)).satisfies(refusedWith(ErrorCode.FORBIDDEN));
    assertThat(payloads()).hasSize(1);
  }

  @Test
  void a_group_can_not_take_the_id_of_a_contact_even_of_strangers() {
    var contact = ConversationId.ofContact(bob, carol);

    assertThat(conversations.create(alice, NewConversation.group(contact, "trap", List.of(bob))))
        .satisfies(refusedFor("conversation_id"));
    assertThat(conversations.find(contact)).isEmpty();
  }

  @Test
  void a_group_can_not_take_the_id_of_what_belongs_to_no_conversation() {
    var wanted = NewConversation.group(Outbox.SYSTEM, "trap", List.of(bob));

    assertThat(conversations.create(alice, wanted)).satisfies(refusedFor("conversation_id"));
  }

  @Test
  void a_group_with_a_random_id_has_the_id_made_with_it() {
    var random = UUID.randomUUID();
    var people = List.of(bob, carol);
    var right = ConversationId.ofGroup(alice, "Friends", people, random);

    assertThat(conversations.create(alice, withRandomId(ConversationId.random(), random)))
        .satisfies(refusedFor("conversation_id"));
    assertThat(done(conversations.create(alice, withRandomId(right, random))).id())
        .isEqualTo(right);
  }

  private NewConversation withRandomId(ConversationId id, UUID random) {
    return new NewConversation(
        id,
        Conversation.ConversationCategory.GROUP,
        "Friends",
        "",
        List.of(bob, carol),
        Optional.of(random));
  }

  @Test
  void names_and_announcements_have_a_longest() {
    var id = ConversationId.random();

    assertThat(conversations.create(alice, NewConversation.group(id, "x".repeat(513), List.of())))
        .satisfies(refusedFor("name"));
    assertThat(conversations.create(alice, NewConversation.group(id, "🙂".repeat(512), List.of())))
        .isInstanceOf(Outcome.Done.class);
  }

  @Test
  void a_group_holds_a_bounded_number_of_members() {
    var group = group(bob, carol, dave);
    var erin = accounts.registerPerson("Erin").id();
    var frank = accounts.registerPerson("Frank").id();

    assertThat(conversations.add(alice, group.id(), List.of(erin, frank)))
        .satisfies(refusedWith(ErrorCode.GROUP_FULL));
    assertThat(done(conversations.add(alice, group.id(), List.of(erin, bob))).size())
        .isEqualTo(MOST_MEMBERS);
    assertThat(conversations.join(frank, group.codeId().orElseThrow()))
        .satisfies(refusedWith(ErrorCode.GROUP_FULL));
    assertThat(
            conversations.create(
                alice,
                NewConversation.group(
                    ConversationId.random(), "all", List.of(bob, carol, dave, erin, frank))))
        .satisfies(refusedWith(ErrorCode.GROUP_FULL));
  }

  @Test
  void adding_twice_adds_and_tells_once() {
    var group = group(bob);

    conversations.add(alice, group.id(), List.of(carol));
    var again = done(conversations.add(alice, group.id(), List.of(carol, bob)));

    assertThat(users(again)).containsExactlyInAnyOrder(alice, bob, carol);
    assertThat(payloads())
        .last()
        .isEqualTo(
            "{\"action\":\"ADD\",\"user_id\":\"%s\",\"participant_id\":\"%s\"}"
                .formatted(alice, carol));
    assertThat(payloads()).hasSize(2);
    assertThat(facts).filteredOn(ConversationChanged.class::isInstance).hasSize(2);
  }

  @Test
  void members_and_strangers_change_nothing() {
    var group = group(bob, carol);
    var forbidden = refusedWith(ErrorCode.FORBIDDEN);

    for (var actor : List.of(bob, dave)) {
      assertThat(conversations.add(actor, group.id(), List.of(dave))).satisfies(forbidden);
      assertThat(conversations.remove(actor, group.id(), List.of(carol))).satisfies(forbidden);
      assertThat(conversations.setRoles(actor, group.id(), Map.of(carol, Role.ADMIN)))
          .satisfies(forbidden);
    }
    assertThat(conversations.find(group.id()).orElseThrow().version()).isEqualTo(1);
    assertThat(payloads()).hasSize(1);
  }

  @Test
  void nothing_happens_to_a_group_that_is_not_there() {
    var nowhere = ConversationId.random();
    var forbidden = refusedWith(ErrorCode.FORBIDDEN);

    assertThat(conversations.add(alice, nowhere, List.of(bob))).satisfies(forbidden);
    assertThat(conversations.exit(alice, nowhere)).satisfies(forbidden);
    assertThat(conversations.join(alice, "no such code"))
        .satisfies(refusedWith(ErrorCode.NOT_FOUND));
  }

  @Test
  void a_contact_can_not_be_managed() {
    var contact = done(conversations.create(alice, NewConversation.contact(alice, bob))).id();
    var forbidden = refusedWith(ErrorCode.FORBIDDEN);

    assertThat(conversations.add(alice, contact, List.of(carol))).satisfies(forbidden);
    assertThat(conversations.remove(alice, contact, List.of(bob))).satisfies(forbidden);
    assertThat(conversations.exit(alice, contact)).satisfies(forbidden);
  }

  @Test
  void an_admin_removes_members_but_no_manager() {
    var group = group(bob, carol, dave);
    conversations.setRoles(alice, group.id(), Map.of(bob, Role.ADMIN, carol, Role.ADMIN));

    assertThat(conversations.remove(bob, group.id(), List.of(dave, carol)))
        .satisfies(refusedWith(ErrorCode.FORBIDDEN));
    assertThat(conversations.remove(bob, group.id(), List.of(alice)))
        .satisfies(refusedWith(ErrorCode.FORBIDDEN));
    assertThat(users(done(conversations.remove(bob, group.id(), List.of(dave)))))
        .containsExactlyInAnyOrder(alice, bob, carol);
    assertThat(users(done(conversations.remove(alice, group.id(), List.of(bob, carol)))))
        .containsExactly(alice);
  }

  @Test
  void a_removed_member_is_named_so_that_they_can_be_told() {
    var group = group(bob);
    facts.clear();

    conversations.remove(alice, group.id(), List.of(bob));

    var notice = outbox.next(10).getLast();
    assertThat(notice.recipients()).isEqualTo(new Recipients.Members(Optional.of(bob)));
    assertThat(notice.payload())
        .isEqualTo(
            "{\"action\":\"REMOVE\",\"user_id\":\"%s\",\"participant_id\":\"%s\"}"
                .formatted(alice, bob));
    assertThat(facts)
        .containsExactlyInAnyOrder(
            new ConversationChanged(group.id()), new MembershipsChanged(bob));
    assertThat(conversations.wasEverIn(group.id(), bob)).isTrue();
    assertThat(conversations.wasEverIn(group.id(), dave)).isFalse();
  }

  @Test
  void a_membership_ends_and_begins_anew_without_overlap() {
    var group = group(bob);
    assertThat(conversations.membershipsOf(bob)).hasSize(1).allMatch(Membership::ongoing);
    conversations.remove(alice, group.id(), List.of(bob));
    assertThat(conversations.membershipsOf(bob)).hasSize(1).noneMatch(Membership::ongoing);
    conversations.add(alice, group.id(), List.of(bob));

    var memberships = conversations.membershipsOf(bob);

    assertThat(memberships).hasSize(2).allMatch(one -> one.conversation().equals(group.id()));
    var past = memberships.getFirst();
    var present = memberships.getLast();
    assertThat(past.ongoing()).isFalse();
    assertThat(past.since()).isLessThan(past.until());
    assertThat(past.until()).isLessThan(present.since());
    assertThat(present.until()).isEqualTo(Membership.ONGOING);
  }

  @Test
  void roles_are_the_owners_to_give_and_the_owner_keeps_theirs() {
    var group = group(bob);

    assertThat(conversations.setRoles(alice, group.id(), Map.of(alice, Role.MEMBER)))
        .satisfies(refusedWith(ErrorCode.FORBIDDEN));
    assertThat(conversations.setRoles(alice, group.id(), Map.of(bob, Role.OWNER)))
        .satisfies(refusedFor("role"));
    assertThat(conversations.setRoles(alice, group.id(), Map.of(carol, Role.ADMIN)))
        .satisfies(refusedFor("user_id"));
    done(conversations.setRoles(alice, group.id(), Map.of(bob, Role.ADMIN)));
    done(conversations.setRoles(alice, group.id(), Map.of(bob, Role.ADMIN)));

    assertThat(payloads())
        .last()
        .isEqualTo(
            "{\"action\":\"ROLE\",\"participant_id\":\"%s\",\"role\":\"ADMIN\"}".formatted(bob));
    assertThat(payloads()).hasSize(2);
  }

  @Test
  void of_many_roles_each_learns_their_own_and_all_are_told_once() {
    var large = new Conversations(directory, accounts, relationships, TestingExpenses.none(), 100);
    var members =
        IntStream.range(0, 20).mapToObj(i -> accounts.registerPerson("Guest " + i).id()).toList();
    var wanted = NewConversation.group(ConversationId.random(), "Friends", members);
    large.create(alice, wanted);
    outbox.done(outbox.next(10).stream().map(OutgoingNotice::id).toList());
    var roles = new LinkedHashMap<UserId, Role>();
    members.forEach(member -> roles.put(member, Role.ADMIN));

    var now = done(large.setRoles(alice, wanted.id(), roles));

    assertThat(now.participants()).filteredOn(one -> one.role() == Role.ADMIN).hasSize(20);
    var told = outbox.next(100);
    var toAll = new Recipients.Members(Optional.empty());
    assertThat(told)
        .filteredOn(one -> one.recipients().equals(toAll))
        .singleElement()
        .satisfies(one -> assertThat(one.payload()).contains("UPDATE"));
    assertThat(told)
        .filteredOn(one -> !one.recipients().equals(toAll))
        .hasSize(20)
        .allSatisfy(one -> assertThat(one.payload()).contains("ROLE"))
        .extracting(OutgoingNotice::recipients)
        .contains(new Recipients.Users(List.of(members.getLast()), Optional.empty()));
  }

  @Test
  void managers_say_what_a_group_is_about_and_members_are_told_once() {
    var group = group(bob, carol);
    conversations.setRoles(alice, group.id(), Map.of(bob, Role.ADMIN));
    var description =
        new Description(Optional.of("Team"), Optional.of("Tea at four"), Optional.empty());

    var now = done(conversations.describe(bob, group.id(), description));
    done(conversations.describe(alice, group.id(), description));

    assertThat(now.name()).isEqualTo("Team");
    assertThat(now.announcement()).isEqualTo("Tea at four");
    assertThat(payloads())
        .last()
        .isEqualTo("{\"action\":\"UPDATE\",\"user_id\":\"%s\"}".formatted(bob));
    assertThat(payloads()).hasSize(3);
    for (var who : List.of(carol, dave)) {
      assertThat(conversations.describe(who, group.id(), description))
          .satisfies(refusedWith(ErrorCode.FORBIDDEN));
    }
  }

  @Test
  void a_code_that_was_replaced_lets_nobody_in() {
    var group = group(bob);
    var old = group.codeId().orElseThrow();

    var now = done(conversations.replaceCode(alice, group.id()));

    assertThat(conversations.join(carol, old)).satisfies(refusedWith(ErrorCode.NOT_FOUND));
    assertThat(conversations.findByCode(old)).isEmpty();
    assertThat(users(done(conversations.join(carol, now.codeId().orElseThrow())))).contains(carol);
    assertThat(conversations.replaceCode(bob, group.id()))
        .satisfies(refusedWith(ErrorCode.FORBIDDEN));
  }

  @Test
  void messages_disappear_when_a_manager_or_either_side_of_a_contact_says_so() {
    var group = group(bob);
    var contact = done(conversations.create(alice, NewConversation.contact(alice, bob)));
    var day = Duration.ofDays(1);

    assertThat(done(conversations.expireIn(alice, group.id(), day)).expireIn()).isEqualTo(86_400);
    assertThat(done(conversations.expireIn(bob, contact.id(), day)).expireIn()).isEqualTo(86_400);
    assertThat(payloads())
        .last()
        .isEqualTo("{\"action\":\"EXPIRE\",\"user_id\":\"%s\",\"expire_in\":86400}".formatted(bob));
    assertThat(done(conversations.expireIn(alice, contact.id(), Duration.ZERO)).expireIn())
        .isZero();
    var forbidden = refusedWith(ErrorCode.FORBIDDEN);
    assertThat(conversations.expireIn(bob, group.id(), day)).satisfies(forbidden);
    assertThat(conversations.expireIn(carol, contact.id(), day)).satisfies(forbidden);
    assertThat(conversations.expireIn(alice, group.id(), Duration.ofDays(85)))
        .satisfies(refusedFor("duration"));
    assertThat(conversations.expireIn(alice, group.id(), Duration.ofSeconds(-1)))
        .satisfies(refusedFor("duration"));
  }

  @Test
  void a_conversation_is_muted_by_each_for_themselves_and_their_other_sessions_are_told() {
    var group = group(bob);
    var session = SessionId.random();
    var mutes = new Mutes(directory, clock);
    outbox.done(outbox.next(10).stream().map(OutgoingNotice::id).toList());

    mutes.mute(alice, session, group.id(), Duration.ofHours(8));

    assertThat(mutes.until(alice, group.id()))
        .contains(WireTime.micros(clock.instant().plus(Duration.ofHours(8))));
    assertThat(mutes.until(bob, group.id())).isEmpty();
    assertThat(outbox.next(10))
        .singleElement()
        .satisfies(told -> {
          assertThat(told.conversation()).isEqualTo(group.id());
          assertThat(told.recipients())
              .isEqualTo(new Recipients.Users(List.of(alice), Optional.of(session)));
        });
    mutes.mute(alice, session, group.id(), Duration.ZERO);
    assertThat(mutes.until(alice, group.id())).isEmpty();
    assertThat(new Mutes(reopened(), clock).until(alice, group.id())).isEmpty();
  }

  @Test
  void a_user_with_the_code_joins_once() {
    var group = group();

    done(conversations.join(carol, group.codeId().orElseThrow()));
    var joined = done(conversations.join(carol, group.codeId().orElseThrow()));

    assertThat(users(joined)).containsExactlyInAnyOrder(alice, carol);
    assertThat(payloads())
        .last()
        .isEqualTo("{\"action\":\"JOIN\",\"participant_id\":\"%s\"}".formatted(carol));
    assertThat(payloads()).hasSize(2);
  }

  @Test
  void when_the_owner_leaves_an_admin_takes_over() {
    var group = group(bob, carol);
    conversations.setRoles(alice, group.id(), Map.of(carol, Role.ADMIN));

    var left = done(conversations.exit(alice, group.id()));
    var leftAgain = done(conversations.exit(alice, group.id()));

    assertThat(left.participant(carol)).map(Participant::role).contains(Role.OWNER);
    assertThat(users(leftAgain)).containsExactlyInAnyOrder(bob, carol);
    assertThat(payloads())
        .containsSubsequence(
            "{\"action\":\"EXIT\",\"participant_id\":\"%s\"}".formatted(alice),
            "{\"action\":\"ROLE\",\"participant_id\":\"%s\",\"role\":\"OWNER\"}".formatted(carol));
    assertThat(users(done(conversations.exit(bob, group.id())))).containsExactly(carol);
    assertThat(users(done(conversations.exit(carol, group.id())))).isEmpty();
  }

  @Test
  void a_removed_member_comes_back_by_no_code_until_a_manager_adds_them() {
    var group = group(bob, carol);
    conversations.setRoles(alice, group.id(), Map.of(carol, Role.ADMIN));
    var old = group.codeId().orElseThrow();

    var now = done(conversations.remove(alice, group.id(), List.of(bob)));

    var code = now.codeId().orElseThrow();
    assertThat(code).isNotEqualTo(old);
    assertThat(conversations.join(bob, old)).satisfies(refusedWith(ErrorCode.NOT_FOUND));
    assertThat(conversations.join(bob, code)).satisfies(refusedWith(ErrorCode.FORBIDDEN));
    assertThat(open().join(bob, code)).satisfies(refusedWith(ErrorCode.FORBIDDEN));
    done(conversations.join(dave, code));

    done(conversations.add(carol, group.id(), List.of(bob)));
    done(conversations.exit(bob, group.id()));

    assertThat(users(done(conversations.join(bob, code)))).contains(bob);
  }

  @Test
  void members_learn_that_a_removal_replaced_the_code() {
    var group = group(bob, carol);

    conversations.remove(alice, group.id(), List.of(bob, carol));

    var update = "{\"action\":\"UPDATE\",\"user_id\":\"%s\"}".formatted(alice);
    assertThat(payloads()).hasSize(4).containsOnlyOnce(update);
    conversations.remove(alice, group.id(), List.of(bob));
    assertThat(payloads()).hasSize(4);
  }

  @Test
  void a_user_whom_a_manager_of_the_group_blocked_does_not_join_it() {
    var group = group(bob, carol);
    conversations.setRoles(alice, group.id(), Map.of(bob, Role.ADMIN));
    var code = group.codeId().orElseThrow();
    var forbidden = refusedWith(ErrorCode.FORBIDDEN);

    relationships.block(alice, dave);
    assertThat(conversations.join(dave, code)).satisfies(forbidden);
    relationships.unblock(alice, dave);
    relationships.block(bob, dave);
    assertThat(conversations.join(dave, code)).satisfies(forbidden);
    relationships.unblock(bob, dave);
    relationships.block(carol, dave);

    assertThat(users(done(conversations.join(dave, code)))).contains(dave);
  }

  @Test
  void a_group_that_everybody_left_is_closed() {
    var group = group(bob);
    var code = group.codeId().orElseThrow();
    conversations.exit(alice, group.id());

    var empty = done(conversations.exit(bob, group.id()));

    assertThat(users(empty)).isEmpty();
    assertThat(empty.codeId()).isEmpty();
    assertThat(conversations.findByCode(code)).isEmpty();
    for (var who : List.of(alice, bob, carol)) {
      assertThat(conversations.join(who, code)).satisfies(refusedWith(ErrorCode.NOT_FOUND));
    }
  }

  @Test
  void people_take_a_group_over_before_bots() {
    var bot = accounts.registerBot("Echo", Optional.empty()).id();
    var group = group(bot, bob, carol);
    conversations.setRoles(alice, group.id(), Map.of(bot, Role.ADMIN));

    var left = done(conversations.exit(alice, group.id()));

    var owner = left.participants().stream().filter(one -> one.role() == Role.OWNER).toList();
    assertThat(owner).singleElement().extracting(Participant::user).isIn(bob, carol);
    conversations.exit(bob, group.id());
    var last = done(conversations.exit(carol, group.id()));
    assertThat(last.participant(bot)).map(Participant::role).contains(Role.OWNER);
  }

  @Test
  void nobody_is_put_into_a_group_by_whom_they_blocked() {
    relationships.block(bob, alice);
    var forbidden = refusedWith(ErrorCode.FORBIDDEN);
    var with = NewConversation.group(ConversationId.random(), "Friends", List.of(bob));

    assertThat(conversations.create(alice, with)).satisfies(forbidden);
    assertThat(conversations.add(alice, group().id(), List.of(bob))).satisfies(forbidden);
  }

  @Test
  void a_bot_that_is_added_is_greeted_once() {
    var bot = accounts.registerBot("Echo", Optional.of(alice));

    contacts.add(bob, bot);
    contacts.add(bob, bot);

    var contact = ConversationId.ofContact(bob, bot.id());
    assertThat(conversations.find(contact)).isPresent();
    assertThat(relationships.friends(bob)).containsExactly(bot.id());
    assertThat(outbox.next(10))
        .singleElement()
        .satisfies(hello -> {
          assertThat(hello.conversation()).isEqualTo(contact);
          assertThat(hello.author()).isEqualTo(bob);
          assertThat(hello.category()).isEqualTo("PLAIN_TEXT");
          assertThat(hello.payload()).isEqualTo("Hello");
        });
  }

  @Test
  void a_bot_that_is_added_again_after_it_was_removed_is_greeted_again() {
    var bot = accounts.registerBot("Echo", Optional.of(alice));
    contacts.add(bob, bot);
    relationships.remove(bob, bot.id());

    contacts.add(bob, bot);

    assertThat(outbox.next(10)).hasSize(2).extracting(OutgoingNotice::id).doesNotHaveDuplicates();
  }

  @Test
  void ids_of_notices_do_not_follow_from_what_happened() {
    group(bob);

    assertThat(outbox.next(10))
        .singleElement()
        .satisfies(notice -> assertThat(notice.id().uuid().version()).isEqualTo(4));
  }

  @Test
  void a_message_of_the_outbox_can_get_another_id_and_keeps_its_place() {
    group(bob);
    group(carol);
    var before = outbox.next(10);

    outbox.renew(List.of(before.getFirst().id()));

    var after = outbox.next(10);
    assertThat(after.getFirst().id()).isNotEqualTo(before.getFirst().id());
    assertThat(after.getFirst().payload()).isEqualTo(before.getFirst().payload());
    assertThat(after.getLast()).isEqualTo(before.getLast());
  }

  @Test
  void the_outbox_keeps_its_order_until_a_message_is_done() {
    var group = group(bob, carol);
    conversations.exit(bob, group.id());
    conversations.exit(carol, group.id());
    var all = outbox.next(10);
    assertThat(all).hasSize(3).extracting(OutgoingNotice::id).doesNotHaveDuplicates();
    assertThat(all).extracting(OutgoingNotice::createdAt).isSorted();
    assertThat(outbox.next(2)).isEqualTo(all.subList(0, 2));

    outbox.done(List.of(all.getFirst().id(), all.get(1).id()));

    assertThat(outbox.next(10)).containsExactly(all.getLast());
  }

  @Test
  void the_outbox_names_users_and_sessions_within_anothers_transaction() {
    var session = SessionId.random();
    var many = IntStream.range(0, 150).mapToObj(i -> UserId.random()).toList();

    directory.change(tx -> {
      tx.tell(new Recipients.Users(many, Optional.of(session)), new SystemUser(alice));
      tx.tell(new Recipients.Sessions(List.of(session)), new SystemUser(alice));
      return session;
    });

    var told = outbox.next(10);
    assertThat(told).extracting(OutgoingNotice::id).doesNotHaveDuplicates();
    assertThat(told)
        .extracting(OutgoingNotice::recipients)
        .containsExactly(
            new Recipients.Users(many.subList(0, 100), Optional.of(session)),
            new Recipients.Users(many.subList(100, 150), Optional.of(session)),
            new Recipients.Sessions(List.of(session)));
    assertThat(told)
        .allSatisfy(one -> assertThat(one.conversation()).isEqualTo(Outbox.SYSTEM))
        .allSatisfy(one -> assertThat(one.author()).isEqualTo(Accounts.SYSTEM));
  }

  @Test
  void a_message_of_a_transaction_that_fails_is_not_sent() {
    assertThatThrownBy(() ->
            directory.change(tx -> {
              tx.tell(Recipients.users(List.of(alice)), new SystemUser(alice));
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");

    assertThat(outbox.next(10)).isEmpty();
  }

  @Test
  void a_change_is_in_the_cache_and_in_the_database() {
    var group = group(bob);

    conversations.add(alice, group.id(), List.of(carol));

    assertThat(conversations.inMemory().find(group.id()).orElseThrow().size()).isEqualTo(3);
    var reopened = open();
    assertThatThrownBy(() -> reopened.inMemory().find(group.id())).isSameAs(NotInMemory.SIGNAL);
    assertThat(reopened.find(group.id()).orElseThrow().participants())
        .isEqualTo(conversations.find(group.id()).orElseThrow().participants());
    assertThat(reopened.inMemory().find(group.id())).isPresent();
  }

  @Test
  void many_who_join_at_once_all_get_in_or_are_refused_and_the_cache_is_right() throws Exception {
    var group = group();
    var guests =
        IntStream.range(0, 12).mapToObj(i -> accounts.registerPerson("Guest " + i).id()).toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var joining = new ArrayList<Callable<Outcome<Conversation>>>();
      guests.forEach(
          guest -> joining.add(() -> conversations.join(guest, group.codeId().orElseThrow())));
      var outcomes = new ArrayList<Outcome<Conversation>>();
      for (var join : threads.invokeAll(joining)) {
        outcomes.add(join.get());
      }
      assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(MOST_MEMBERS - 1);
    }

    assertThat(conversations.inMemory().find(group.id()).orElseThrow().participants())
        .isEqualTo(open().find(group.id()).orElseThrow().participants())
        .hasSize(MOST_MEMBERS);
  }

  @Test
  void a_contact_and_a_group_that_are_created_many_times_at_once_are_there_once() {
    var wanted = NewConversation.group(ConversationId.random(), "Friends", List.of(bob));

    var contact =
        AtOnce.call(number ->
            number % 2 == 0
                ? conversations.create(alice, NewConversation.contact(alice, bob))
                : conversations.create(bob, NewConversation.contact(bob, alice)));
    var founded = AtOnce.call(_ -> conversations.create(alice, wanted));

    assertThat(contact).allMatch(Outcome.Done.class::isInstance);
    assertThat(founded)
        .extracting(outcome -> done(outcome).codeId())
        .containsOnly(open().find(wanted.id()).orElseThrow().codeId());
    assertThat(payloads()).singleElement().asString().contains("CREATE");
  }

  @Test
  void a_group_has_no_member_too_many_when_they_are_added_at_once() {
    var group = group();
    var guests =
        IntStream.range(0, AtOnce.WRITERS)
            .mapToObj(i -> accounts.registerPerson("Guest " + i).id())
            .toList();

    var added =
        AtOnce.call(number -> conversations.add(alice, group.id(), List.of(guests.get(number))));

    assertThat(added).filteredOn(Outcome.Done.class::isInstance).hasSize(MOST_MEMBERS - 1);
    assertThat(open().find(group.id()).orElseThrow().participants()).hasSize(MOST_MEMBERS);
    assertThat(payloads()).filteredOn(payload -> payload.contains("ADD")).hasSize(MOST_MEMBERS - 1);
  }

  private Conversation group(UserId... participants) {
    return done(
        conversations.create(
            alice,
            NewConversation.group(ConversationId.random(), "Friends", List.of(participants))));
  }

  private static Conversation done(Outcome<Conversation> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done<Conversation>) outcome).now();
  }

  private List<String> payloads() {
    return outbox.next(100).stream().map(OutgoingNotice::payload).toList();
  }

  private static List<UserId> users(Conversation conversation) {
    return conversation.participants().stream().map(Participant::user).toList();
  }
}
