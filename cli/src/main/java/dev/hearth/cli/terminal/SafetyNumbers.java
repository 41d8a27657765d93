package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Participant;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.TrustChange;
import dev.hearth.sdk.User;
import dev.hearth.sdk.signal.SafetyNumber;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// By which those in a chat make sure that nobody is between them. Any thread may tell of a change;
/// one thread does the rest.
final class SafetyNumbers {
  private static final int MOST_SHOWN = 20;
  private static final int BLOCKS_IN_A_ROW = 4;

  private final HearthClient client;
  private final ConversationId conversation;
  private final Names names;
  private final Screen screen;
  private final Set<UserId> changed = ConcurrentHashMap.newKeySet();
  private final Set<UserId> inDoubt = ConcurrentHashMap.newKeySet();
  private final Set<UserId> weaker = ConcurrentHashMap.newKeySet();
  private final Map<UserId, SafetyNumber> shown = new HashMap<>();

  SafetyNumbers(HearthClient client, ConversationId conversation, Names names, Screen screen) {
    this.client = client;
    this.conversation = conversation;
    this.names = names;
    this.screen = screen;
  }

  /// Somebody has another identity key than before. Said once, until it is accepted.
  void changed(UserId user) {
    if (changed.add(user)) {
      String name = name(user);
      screen.line(
          "-- " + name + "'s identity key has changed: a new device, or somebody between you.");
      screen.line(
          "-- Messages wait. Compare numbers with /verify, then take it with /accept " + name);
    }
  }

  /// The server says of somebody otherwise than before. Said once, until it is accepted.
  void trustChanged(UserId user, TrustChange change) {
    switch (change) {
      case PROTECTION, SESSION_KEY -> mustWait(user);
      case NEW_DEVICE ->
          screen.line(
              "-- " + name(user) + " has a new device, says the server. Ask whether that is so");
    }
  }

  /// Nothing can be said to somebody, of whom the server says otherwise than before. Said once,
  /// until it is accepted.
  void mustWait(UserId user) {
    if (inDoubt.add(user)) {
      String name = name(user);
      screen.line(
          "-- The server says that " + name + " is protected otherwise than before: it may lie,");
      screen.line(
          "-- to read along. Messages to " + name + " alone wait. Ask them another way, then");
      screen.line("-- write as the server says with /accept " + name);
    }
  }

  /// Somebody's message was less protected than others of theirs. Said once, until it is accepted.
  void spokeWeaker(UserId user) {
    if (weaker.add(user)) {
      String name = name(user);
      screen.line(
          "-- That was less protected than what " + name + " has said before: the server can read");
      screen.line("-- it, and may have written it. /accept " + name + " if they write so now");
    }
  }

  /// Says whether there is anything to make sure of.
  void greet() throws InterruptedException {
    screen.line(
        switch (client.protectionIn(conversation)) {
          case NONE -> "-- not encrypted: the server and bots read what is said here";
          case ENCRYPTED -> "-- encrypted for the bot, which has no number to compare";
          case SIGNAL ->
              "-- encrypted from end to end; /verify shows by which number to make sure of it";
        });
  }

  /// Shows the numbers of all people here.
  void show() throws InterruptedException {
    List<UserId> people = people();
    if (people.isEmpty()) {
      screen.line(
          client.protectionIn(conversation) == Protection.NONE
              ? "-- what is said here is not encrypted from end to end: bots read it"
              : "-- what is said here is encrypted, but bots have no number to compare");
      return;
    }
    people.stream().limit(MOST_SHOWN).forEach(this::show);
    if (people.size() > MOST_SHOWN) {
      screen.line("-- and " + (people.size() - MOST_SHOWN) + " more people");
    }
    screen.line("-- Read it to each other by voice, or hold the screens side by side:");
    screen.line("-- when both of you see the same, nobody listens in between.");
  }

  /// Takes somebody's new key, once its number has been on the screen.
  ///
  /// @return whether it was taken
  boolean accept(Optional<String> name) {
    Optional<UserId> user = find(name);
    if (user.isPresent() && !changed.contains(user.get()) && client.acceptChange(user.get())) {
      inDoubt.remove(user.get());
      weaker.remove(user.get());
      screen.line("-- what the server says of " + name(user.get()) + " is taken");
      return true;
    }
    Optional<SafetyNumber> number = user.flatMap(client::findSafetyNumber);
    if (number.isEmpty()) {
      screen.line("-- there is no key to take: /accept NAME takes that of somebody who is here");
      return false;
    }
    if (!number.equals(Optional.ofNullable(shown.get(user.get())))) {
      show(user.get());
      screen.line("-- compare it first, then take it with another /accept");
      return false;
    }
    boolean taken = client.acceptIdentity(user.get(), number.get());
    if (taken) {
      changed.remove(user.get());
      screen.line("-- " + name(user.get()) + "'s key is taken");
    } else {
      screen.line("-- " + name(user.get()) + " has come with yet another key: see /verify");
    }
    return taken;
  }

  private void show(UserId user) {
    Optional<SafetyNumber> number = client.findSafetyNumber(user);
    if (number.isEmpty()) {
      screen.line("-- no number with " + name(user) + " yet: it takes a message to make one");
      return;
    }
    shown.put(user, number.get());
    screen.line("-- the safety number of you and " + name(user) + ":");
    String[] blocks = number.get().toString().split(" ");
    for (int i = 0; i < blocks.length; i += BLOCKS_IN_A_ROW) {
      screen.line("     " + String.join(" ", Arrays.copyOfRange(blocks, i, i + BLOCKS_IN_A_ROW)));
    }
  }

  private Optional<UserId> find(Optional<String> name) {
    List<UserId> waiting =
        Stream.of(changed, inDoubt, weaker).flatMap(Set::stream).distinct().toList();
    List<UserId> candidates =
        Stream.concat(waiting.stream(), people().stream()).distinct().toList();
    if (name.isEmpty()) {
      List<UserId> likely = waiting.isEmpty() ? candidates : waiting;
      return likely.size() == 1 ? Optional.of(likely.getFirst()) : Optional.empty();
    }
    return candidates.stream().filter(user -> name(user).equalsIgnoreCase(name.get())).findFirst();
  }

  private List<UserId> people() {
    try {
      List<UserId> others =
          client.api().findConversation(conversation).stream()
              .flatMap(found -> found.participants().stream())
              .map(Participant::user)
              .filter(user -> !user.equals(client.user()))
              .toList();
      // A person who is said to be a bot has a number still.
      return client.api().users(others).stream()
          .filter(user -> !user.bot() || client.knownProtection(user.id()) == Protection.SIGNAL)
          .map(User::id)
          .toList();
    } catch (HearthException e) {
      return List.of();
    }
  }

  private String name(UserId user) {
    return MessageLine.harmless(names.of(user));
  }
}
