package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.sealing.SealingServer.Members;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/// The rosters of our conversations. The latest 10,000 are kept; of one that is forgotten,
/// everybody is handed a new sender key.
final class Rosters {
  private static final Kind ROSTER = new Kind("sealing.roster", 10_000);

  /// @param joined whose devices are new in it; of a roster that is the first, nobody's
  private record Fetched(Optional<Roster> roster, Set<UserId> joined) {}

  private final ClientStore store;
  private final SignalDevice signal;
  private final SealingServer server;
  private volatile BiConsumer<ConversationId, Set<UserId>> listener = (conversation, users) -> {};

  Rosters(ClientStore store, SignalDevice signal, SealingServer server) {
    this.store = store;
    this.signal = signal;
    this.server = server;
  }

  void whenDevicesJoin(BiConsumer<ConversationId, Set<UserId>> listener) {
    this.listener = listener;
  }

  /// As it is, as far as we know; asked for where we don't. Empty when we are not in the
  /// conversation.
  Optional<Roster> current(ConversationId conversation) throws InterruptedException {
    Optional<Roster> known =
        store.inTransaction(records -> find(records, conversation)).filter(it -> !it.outdated());
    return known.isPresent() ? known : fetch(conversation);
  }

  /// As the server has it now. When a device has gone that was in it, our sender key goes with it:
  /// what we say from then on that device can't read. Nor can who was handed it in place of its
  /// user.
  Optional<Roster> fetch(ConversationId conversation) throws InterruptedException {
    Optional<Members> members = server.findMembers(conversation);
    Fetched fetched = keep(conversation, members);
    if (!fetched.joined.isEmpty()) {
      listener.accept(conversation, fetched.joined);
    }
    return fetched.roster;
  }

  private Fetched keep(ConversationId conversation, Optional<Members> members) {
    return store.inTransaction(records -> {
      Optional<Roster> before = find(records, conversation);
      if (members.isEmpty()) {
        signal.rotateSenderKey(conversation);
        // Should we come back, who was there before may still ask for what we said then.
        before.ifPresent(it -> put(records, conversation, it.withoutKeys().asOutdated()));
        return new Fetched(Optional.empty(), Set.of());
      }
      Roster now = Roster.of(members.get(), before, new OwnMessages(records).next());
      boolean gone =
          before
              .map(it -> it.hasReadersBeside(now))
              .orElseGet(() -> signal.hasSenderKey(conversation));
      if (gone) {
        signal.rotateSenderKey(conversation);
      }
      Set<UserId> joined = before.map(now::joinedSince).orElse(Set.of());
      put(records, conversation, gone ? now.withoutKeys() : now);
      return new Fetched(Optional.of(gone ? now.withoutKeys() : now), joined);
    });
  }

  /// Remembers which devices have our sender key now, and which could not be handed it.
  void handed(
      ConversationId conversation,
      Collection<DeviceAddress> handed,
      Collection<DeviceAddress> without) {
    change(
        conversation,
        roster -> roster.with(handed, Roster.Key.HANDED).with(without, Roster.Key.CANT_BE_HANDED));
  }

  /// Asks anew before the next message.
  void outdated(ConversationId conversation) {
    change(conversation, Roster::asOutdated);
  }

  /// Has our sender keys given up that this user's devices were handed: it was not the user's
  /// identity key that they were handed under. Takes effect before the next message, whatever is
  /// being handed over meanwhile.
  static void inDoubt(Records records, UserId user) {
    for (String name : records.names(ROSTER)) {
      var conversation = ConversationId.of(name);
      find(records, conversation)
          .filter(roster -> roster.has(user))
          .ifPresent(roster -> put(records, conversation, roster.inDoubtAbout(user)));
    }
  }

  private void change(ConversationId conversation, UnaryOperator<Roster> change) {
    store.inTransaction(records ->
        find(records, conversation)
            .map(roster -> put(records, conversation, change.apply(roster))));
  }

  private static Optional<Roster> find(Records records, ConversationId conversation) {
    return records.find(ROSTER, conversation.toString()).map(Roster::parse);
  }

  private static Roster put(Records records, ConversationId conversation, Roster roster) {
    records.put(ROSTER, conversation.toString(), roster.toBytes());
    return roster;
  }
}
