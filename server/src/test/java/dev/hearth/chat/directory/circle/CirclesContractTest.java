package dev.hearth.chat.directory.circle;

import static dev.hearth.chat.TestingRefusals.refusedFor;
import static dev.hearth.chat.TestingRefusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract of circles, on every engine.
class CirclesContractTest extends DirectoryOnBothEngines {
  private Outbox outbox;
  private Conversations conversations;
  private Circles circles;
  private Caller alice;
  private Caller bob;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Conversations.MIGRATIONS, Circles.MIGRATIONS);
  }

  @BeforeEach
  void meet() {
    outbox = directory.outbox();
    conversations =
        new Conversations(
            directory, accounts, new Relationships(directory), TestingExpenses.none(), 5);
    circles = new Circles(directory, accounts, conversations, clock);
    alice = caller(person("Alice"));
    bob = caller(person("Bob"));
  }

  @Test
  void a_circle_is_its_owners_alone() {
    var circle = create("Family");

    assertThat(circles.of(alice.user())).containsExactly(circle);
    assertThat(circles.find(alice.user(), circle.id())).contains(circle);
    assertThat(circles.of(bob.user())).isEmpty();
    assertThat(circles.find(bob.user(), circle.id())).isEmpty();
    assertThat(circles.items(bob.user(), circle.id(), 0, 10)).isEmpty();
    assertThat(circles.rename(bob, circle.id(), "Mine")).isEqualTo(notFound());
    assertThat(circles.delete(bob, circle.id())).isEqualTo(notFound());
    assertThat(circles.arrange(bob, List.of(change(circle, contact(), Optional.of(alice.user())))))
        .satisfies(refusedWith(ErrorCode.NOT_FOUND));
    assertThat(circles.find(alice.user(), circle.id())).contains(circle);
  }

  @Test
  void a_renamed_circle_keeps_what_is_in_it_and_a_deleted_one_is_gone_with_it() {
    var circle = create("Family");
    circles.arrange(alice, List.of(add(circle, contact())));

    circles.rename(alice, circle.id(), "Kin");
    assertThat(circles.of(alice.user())).extracting(Circle::name).containsExactly("Kin");
    assertThat(circles.items(alice.user(), circle.id(), 0, 10).orElseThrow()).hasSize(1);

    circles.delete(alice, circle.id());
    assertThat(circles.of(alice.user())).isEmpty();
    assertThat(circles.places(alice.user(), contact())).isEmpty();
  }

  @Test
  void a_name_that_is_not_valid_changes_nothing() {
    var circle = create("Family");

    assertThat(circles.create(alice, " ")).satisfies(refusedFor("name"));
    assertThat(circles.rename(alice, circle.id(), "x".repeat(65))).satisfies(refusedFor("name"));

    assertThat(circles.of(alice.user())).containsExactly(circle);
  }

  @Test
  void a_contact_may_come_in_before_anything_was_said() {
    var circle = create("Family");

    var arranged = circles.arrange(alice, List.of(add(circle, contact())));

    assertThat(arranged).isInstanceOf(Outcome.Done.class);
    assertThat(circles.places(alice.user(), contact()))
        .extracting(CircleItem::circle, CircleItem::other)
        .containsExactly(tuple(circle.id(), Optional.of(bob.user())));
  }

  @Test
  void only_ones_own_conversations_come_in() {
    var circle = create("Family");
    var bobsGroup = group(bob);

    assertThat(circles.arrange(alice, List.of(add(circle, bobsGroup))))
        .satisfies(refusedWith(ErrorCode.FORBIDDEN));
    assertThat(circles.arrange(alice, List.of(add(circle, ConversationId.random()))))
        .satisfies(refusedWith(ErrorCode.FORBIDDEN));
    assertThat(
            circles.arrange(
                alice, List.of(change(circle, ConversationId.random(), Optional.of(bob.user())))))
        .satisfies(refusedFor("conversation_id"));
    var nobody = UserId.random();
    assertThat(
            circles.arrange(
                alice,
                List.of(
                    change(
                        circle,
                        ConversationId.ofContact(alice.user(), nobody),
                        Optional.of(nobody)))))
        .satisfies(refusedWith(ErrorCode.NOT_FOUND));
    assertThat(circles.items(alice.user(), circle.id(), 0, 10).orElseThrow()).isEmpty();
  }

  @Test
  void a_group_never_stands_for_a_user_and_a_begun_contact_always_does() {
    var circle = create("Family");
    var group = group(alice);
    conversations.create(alice.user(), NewConversation.contact(alice.user(), bob.user()));
    var contact = ConversationId.ofContact(alice.user(), bob.user());

    circles.arrange(
        alice,
        List.of(
            change(circle, group, Optional.of(bob.user())),
            change(circle, contact, Optional.empty())));

    assertThat(circles.items(alice.user(), circle.id(), 0, 10).orElseThrow())
        .extracting(CircleItem::other)
        .containsExactly(Optional.empty(), Optional.of(bob.user()));
  }

  @Test
  void all_of_a_change_is_done_or_nothing() {
    var circle = create("Family");
    var told = told().size();

    var refused =
        circles.arrange(
            alice, List.of(add(circle, contact()), add(circle, ConversationId.random())));

    assertThat(refused).satisfies(refusedWith(ErrorCode.FORBIDDEN));
    assertThat(circles.places(alice.user(), contact())).isEmpty();
    assertThat(told()).hasSize(told);
  }

  @Test
  void adding_twice_and_removing_twice_is_the_same_as_once() {
    var circle = create("Family");
    var remove =
        new CircleChange(
            CircleChange.CircleMove.REMOVE, circle.id(), contact(), Optional.of(bob.user()));

    var first = circles.arrange(alice, List.of(add(circle, contact())));
    assertThat(circles.arrange(alice, List.of(add(circle, contact())))).isEqualTo(first);
    assertThat(circles.arrange(alice, List.of(remove))).isEqualTo(first);
    assertThat(circles.arrange(alice, List.of(remove))).isEqualTo(new Outcome.Done<>(List.of()));
    assertThat(told())
        .containsExactly(
            "{\"action\":\"CREATE\",\"circle_id\":\"%s\"}".formatted(circle.id()),
            item("ADD", circle),
            item("REMOVE", circle));
  }

  @Test
  void a_page_continues_after_the_last_item_even_when_all_came_at_once() {
    var circle = create("Family");
    var all = IntStream.range(0, 5).mapToObj(i -> group(alice)).toList();
    circles.arrange(alice, all.stream().map(group -> add(circle, group)).toList());

    var first = circles.items(alice.user(), circle.id(), 0, 3).orElseThrow();
    var rest =
        circles.items(alice.user(), circle.id(), first.getLast().createdAt(), 3).orElseThrow();

    assertThat(first).extracting(CircleItem::conversation).isEqualTo(all.subList(0, 3));
    assertThat(rest).extracting(CircleItem::conversation).isEqualTo(all.subList(3, 5));
  }

  @Test
  void there_are_64_circles_and_a_conversation_is_in_5_of_them() {
    var made =
        IntStream.range(0, Circles.MOST_CIRCLES).mapToObj(i -> create("Circle " + i)).toList();
    assertThat(circles.create(alice, "One more"))
        .satisfies(refusedWith(ErrorCode.TOO_MANY_CIRCLES));

    made.subList(0, Circles.MOST_PLACES)
        .forEach(circle ->
            assertThat(circles.arrange(alice, List.of(add(circle, contact()))))
                .isInstanceOf(Outcome.Done.class));
    assertThat(circles.arrange(alice, List.of(add(made.getLast(), contact()))))
        .satisfies(refusedWith(ErrorCode.TOO_MANY_CIRCLES));
  }

  @Test
  void there_is_no_circle_too_many_when_they_are_made_at_once() {
    for (int i = 3; i < Circles.MOST_CIRCLES; i++) {
      create("Circle " + i);
    }

    var made = AtOnce.call(number -> circles.create(alice, "Late " + number));

    assertThat(made).filteredOn(Outcome.Done.class::isInstance).hasSize(3);
    assertThat(circles.of(alice.user())).hasSize(Circles.MOST_CIRCLES);
  }

  @Test
  void a_conversation_that_is_added_many_times_at_once_is_in_the_circle_once() {
    var circle = create("Family");
    var conversation = contact();

    AtOnce.call(_ -> circles.arrange(alice, List.of(add(circle, conversation))));

    assertThat(circles.items(alice.user(), circle.id(), 0, 10).orElseThrow()).hasSize(1);
  }

  private Circle create(String name) {
    return switch (circles.create(alice, name)) {
      case Outcome.Done<Circle>(var circle) -> circle;
      case Outcome.Refused<Circle> refused -> throw new AssertionError(refused);
    };
  }

  private ConversationId contact() {
    return ConversationId.ofContact(alice.user(), bob.user());
  }

  private ConversationId group(Caller owner) {
    var id = ConversationId.random();
    conversations.create(
        owner.user(),
        new NewConversation(
            id, Conversation.ConversationCategory.GROUP, "Group", "", List.of(), Optional.empty()));
    return id;
  }

  private CircleChange add(Circle circle, ConversationId conversation) {
    return change(
        circle,
        conversation,
        conversation.equals(contact()) ? Optional.of(bob.user()) : Optional.empty());
  }

  private static CircleChange change(
      Circle circle, ConversationId conversation, Optional<UserId> other) {
    return new CircleChange(CircleChange.CircleMove.ADD, circle.id(), conversation, other);
  }

  private String item(String action, Circle circle) {
    return "{\"action\":\"%s\",\"circle_id\":\"%s\",\"conversation_id\":\"%s\",\"user_id\":\"%s\"}"
        .formatted(action, circle.id(), contact(), bob.user());
  }

  /// The payloads of what waits to be told about circles.
  private List<String> told() {
    return outbox.next(1_000).stream()
        .filter(message -> message.category().equals("SYSTEM_CIRCLE"))
        .map(message -> message.payload())
        .toList();
  }

  private static Outcome<Circle> notFound() {
    return Outcome.refused(ErrorCode.NOT_FOUND, Circles.NO_CIRCLE);
  }

  private static Caller caller(UserId user) {
    return new Caller(user, SessionId.random(), false, 0);
  }
}
