package dev.hearth.chat.directory.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingKeys;
import dev.hearth.chat.ChatAllowances.Pair;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Preferences;
import dev.hearth.chat.directory.account.Preferences.AllowedUsers;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.key.SignalKeys.KeysLeft;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.settings.Rate;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.OneTimePreKey;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.key.SignedPreKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract of devices' keys, on every engine.
class SignalKeysContractTest extends DirectoryOnBothEngines {
  private void takeMessagesFromContactsOnly(Caller user) {
    accounts.prefer(
        user.user(),
        _ ->
            new Preferences(
                AllowedUsers.CONTACTS,
                AllowedUsers.EVERYBODY,
                AllowedUsers.EVERYBODY,
                "USD",
                0,
                0));
  }

  private final TestingKeys bobs = TestingKeys.generate();
  private static final int MOST_TAKEN = 30;

  private Relationships relationships;
  private Conversations conversations;
  private SignalKeys keys;
  private Caller alice;
  private Caller bob;
  private Caller eve;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Conversations.MIGRATIONS, SignalKeys.MIGRATIONS);
  }

  @BeforeEach
  void meet() {
    relationships = new Relationships(directory);
    conversations =
        new Conversations(directory, accounts, relationships, TestingExpenses.none(), 1_000);
    Allowance<Pair<UserId, SessionId>> oneTimeKeys =
        new Allowances(clock, new SimpleMeterRegistry())
            .of("one-time-keys", new Rate(MOST_TAKEN, MOST_TAKEN, Duration.ofHours(1)));
    keys =
        new SignalKeys(
            directory,
            accounts,
            relationships,
            conversations,
            oneTimeKeys,
            age -> WireTime.micros(clock.instant().minus(age)));
    alice = caller(accounts.registerPerson("Alice"));
    bob = caller(accounts.registerPerson("Bob"));
    eve = caller(accounts.registerPerson("Eve"));
    conversations.create(alice.user(), NewConversation.contact(alice.user(), bob.user()));
  }

  @Test
  void the_keys_that_a_device_left_are_given_to_a_user_who_writes_to_it() {
    var upload = bobs.upload(1, 3);
    keys.leave(bob, upload);

    var first = take(alice, bob).getFirst();
    var second = take(alice, bob).getFirst();

    assertThat(first.session()).isEqualTo(bob.session());
    assertThat(first.identity()).isEqualTo(bobs.identity());
    assertThat(first.signed().signedBy(first.identity())).isTrue();
    assertThat(first.registrationId()).isBetween(1, 16_380);
    assertThat(List.of(first.oneTime().orElseThrow(), second.oneTime().orElseThrow()))
        .isEqualTo(upload.oneTime());
  }

  @Test
  void a_device_without_one_time_keys_can_still_be_written_to() {
    keys.leave(bob, bobs.upload(List.of()));

    assertThat(take(alice, bob))
        .singleElement()
        .satisfies(bundle -> assertThat(bundle.oneTime()).isEmpty());
  }

  @Test
  void a_device_that_left_no_keys_is_left_out() {
    assertThat(take(alice, bob)).isEmpty();
  }

  @Test
  void each_device_counts_its_own() {
    var tablet = caller(accounts.findUser(bob.user()).orElseThrow());
    keys.leave(bob, bobs.upload(0, 700));
    keys.leave(tablet, bobs.upload(0, 500));

    for (int i = 0; i < 3; i++) {
      take(alice, bob);
    }

    assertThat(keys.left(bob.session())).isEqualTo(697);
    assertThat(keys.left(tablet.session())).isEqualTo(500);
  }

  @Test
  void a_one_time_key_is_given_out_once_however_many_ask_at_once() throws Exception {
    keys.leave(bob, bobs.upload(0, 100));
    List<Caller> askers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var asker = caller(accounts.registerPerson("Asker " + i));
      conversations.create(asker.user(), NewConversation.contact(asker.user(), bob.user()));
      askers.add(asker);
    }

    List<PreKeyBundle> bundles = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<PreKeyBundle>>> questions = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        var asker = askers.get(i % askers.size());
        questions.add(() -> take(asker, bob));
      }
      for (var answer : threads.invokeAll(questions)) {
        bundles.addAll(answer.get());
      }
    }

    List<OneTimePreKey> given = bundles.stream().flatMap(b -> b.oneTime().stream()).toList();
    assertThat(bundles).hasSize(200);
    assertThat(given).hasSize(100);
    assertThat(new HashSet<>(given)).hasSize(100);
    assertThat(keys.left(bob.session())).isZero();
  }

  @Test
  void a_repeated_upload_brings_no_taken_key_back() {
    var upload = bobs.upload(0, 2);
    keys.leave(bob, upload);
    take(alice, bob);
    take(alice, bob);

    keys.leave(bob, upload);

    assertThat(keys.left(bob.session())).isZero();
    assertThat(take(alice, bob).getFirst().oneTime()).isEmpty();
  }

  @Test
  void an_upload_adds_keys_and_replaces_the_signed_one() {
    keys.leave(bob, bobs.upload(0, 5));
    var again = bobs.signed(78);

    keys.leave(bob, new PreKeyUpload(bobs.identity(), again, List.of(TestingKeys.oneTime(9))));

    assertThat(keys.left(bob.session())).isEqualTo(6);
    assertThat(take(alice, bob).getFirst().signed().id()).isEqualTo(78);
  }

  @Test
  void a_number_that_is_used_again_stands_for_the_newer_key() {
    keys.leave(bob, bobs.upload(7, 8));
    var newer = TestingKeys.oneTime(7);

    keys.leave(bob, bobs.upload(List.of(newer)));

    assertThat(keys.left(bob.session())).isEqualTo(1);
    assertThat(take(alice, bob).getFirst().oneTime()).contains(newer);
  }

  @Test
  void the_stock_is_bounded_and_keeps_the_newest() {
    keys.leave(bob, bobs.upload(0, 1_500));
    keys.leave(bob, bobs.upload(1_500, 2_300));

    assertThat(keys.left(bob.session())).isEqualTo(SignalKeys.MOST_KEPT);
    assertThat(take(alice, bob).getFirst().oneTime().orElseThrow().id()).isEqualTo(300);
  }

  @Test
  void a_key_that_the_identity_did_not_sign_changes_nothing() {
    keys.leave(bob, bobs.upload(0, 5));
    var signed = bobs.signed(78);
    byte[] forged = signed.signature().clone();
    forged[10] ^= 1;
    var unsigned = new SignedPreKey(78, signed.key(), forged);

    var left =
        keys.leave(
            bob, new PreKeyUpload(bobs.identity(), unsigned, List.of(TestingKeys.oneTime(9))));

    assertThat(left).isEqualTo(KeysLeft.NOT_SIGNED);
    assertThat(keys.left(bob.session())).isEqualTo(5);
    assertThat(take(alice, bob).getFirst().signed().id()).isEqualTo(77);
  }

  @Test
  void a_linked_device_has_the_identity_of_the_account() {
    var tablet = caller(accounts.findUser(bob.user()).orElseThrow());
    keys.leave(bob, bobs.upload(0, 1));

    assertThat(keys.leave(tablet, TestingKeys.generate().upload(0, 1)))
        .isEqualTo(KeysLeft.OTHER_IDENTITY);
    assertThat(keys.leave(bob, TestingKeys.generate().upload(0, 1)))
        .isEqualTo(KeysLeft.OTHER_IDENTITY);
    assertThat(keys.leave(tablet, bobs.upload(0, 1))).isEqualTo(KeysLeft.KEPT);

    assertThat(take(alice, bob).getFirst().identity()).isEqualTo(bobs.identity());
  }

  @Test
  void a_user_who_signs_in_anew_may_bring_a_new_identity() {
    keys.leave(bob, bobs.upload(0, 1));
    accounts.revoke(bob.session());
    var newPhone = caller(accounts.findUser(bob.user()).orElseThrow());

    assertThat(keys.leave(newPhone, TestingKeys.generate().upload(0, 1))).isEqualTo(KeysLeft.KEPT);
  }

  @Test
  void a_device_that_is_signed_out_has_no_keys_any_more() {
    keys.leave(bob, bobs.upload(0, 10));

    accounts.revoke(bob.session());

    assertThat(take(alice, bob)).isEmpty();
    assertThat(keys.left(bob.session())).isZero();
  }

  @Test
  void a_device_that_is_being_signed_out_leaves_no_keys_either() {
    accounts.revoke(bob.session());

    assertThat(keys.leave(bob, bobs.upload(0, 10))).isEqualTo(KeysLeft.SIGNED_OUT);

    assertThat(keys.left(bob.session())).isZero();
  }

  @Test
  void strangers_and_blocked_ones_get_nothing_and_take_nothing() {
    keys.leave(bob, bobs.upload(0, 10));
    relationships.block(bob.user(), alice.user());

    assertThat(take(eve, bob)).isEmpty();
    assertThat(take(alice, bob)).isEmpty();
    assertThat(keys.left(bob.session())).isEqualTo(10);
  }

  @Test
  void a_stranger_gets_no_keys_of_somebody_who_takes_messages_from_contacts_only() {
    keys.leave(bob, bobs.upload(0, 10));
    takeMessagesFromContactsOnly(bob);

    assertThat(take(alice, bob)).isEmpty();
    assertThat(keys.left(bob.session())).isEqualTo(10);

    relationships.add(bob.user(), alice.user());
    assertThat(take(alice, bob)).hasSize(1);
  }

  @Test
  void members_of_a_group_get_the_keys_of_the_others_whomever_those_take_messages_from() {
    keys.leave(bob, bobs.upload(0, 10));
    takeMessagesFromContactsOnly(bob);
    conversations.create(
        bob.user(),
        NewConversation.group(ConversationId.random(), "Choir", List.of(bob.user(), eve.user())));

    assertThat(take(eve, bob)).hasSize(1);
  }

  @Test
  void a_user_who_left_a_conversation_is_a_stranger_again() {
    keys.leave(bob, bobs.upload(0, 10));
    var group = ConversationId.random();
    conversations.create(
        bob.user(), NewConversation.group(group, "Choir", List.of(bob.user(), eve.user())));
    assertThat(take(eve, bob)).hasSize(1);

    conversations.exit(eve.user(), group);
    assertThat(take(eve, bob)).isEmpty();
  }

  @Test
  void own_devices_are_written_to_and_the_asking_one_is_not() {
    var tablet = caller(accounts.findUser(bob.user()).orElseThrow());
    keys.leave(bob, bobs.upload(0, 10));
    keys.leave(tablet, bobs.upload(0, 10));

    assertThat(take(tablet, bob)).hasSize(1);
    assertThat(take(bob, bob)).isEmpty();
  }

  @Test
  void a_stock_can_not_be_emptied_by_one_who_keeps_asking() {
    keys.leave(bob, bobs.upload(0, 100));

    var bundles = IntStream.range(0, 50).mapToObj(i -> take(alice, bob).getFirst()).toList();
    assertThat(bundles.stream().filter(bundle -> bundle.oneTime().isPresent())).hasSize(MOST_TAKEN);

    clock.turn(Duration.ofHours(2));
    assertThat(take(alice, bob).getFirst().oneTime()).isPresent();
  }

  @Test
  void a_device_named_twice_is_given_once() {
    keys.leave(bob, bobs.upload(0, 10));
    var wanted = new PreKeyRequest(bob.user(), Optional.of(bob.session()));

    assertThat(keys.take(alice, List.of(wanted, wanted))).hasSize(1);
    assertThat(keys.left(bob.session())).isEqualTo(9);
  }

  @Test
  void without_a_device_the_users_first_is_meant() {
    keys.leave(bob, bobs.upload(0, 10));

    assertThat(keys.take(alice, List.of(new PreKeyRequest(bob.user(), Optional.empty()))))
        .singleElement()
        .satisfies(bundle -> assertThat(bundle.session()).isEqualTo(bob.session()));
  }

  private List<PreKeyBundle> take(Caller asker, Caller device) {
    return keys.take(
        asker, List.of(new PreKeyRequest(device.user(), Optional.of(device.session()))));
  }

  private Caller caller(User user) {
    clock.turn(Duration.ofMillis(1));
    var session = accounts.openSession(user.id(), SessionKeyPair.generate().key(), "Android");
    return new Caller(user.id(), session.id(), false, session.createdAt());
  }
}
