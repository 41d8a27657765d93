package dev.hearth.sdk.protection;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.TrustChange;
import dev.hearth.sdk.http.Remembered;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.util.Optional;
import java.util.function.Predicate;

/// How messages to and from each user were protected so far, in a store. The server is believed
/// when it says this of somebody for the first time, and when it says that they take more than
/// nothing; after that, only the caller can change it. Any thread may call.
public final class KnownProtection {
  // As with identity keys: nobody is forgotten, for they could come back as anything then.
  private static final Kind USER = Kind.unbounded("client.protection");
  // Without a store all this is in memory: 100,000 users take some 20 MB.
  private static final Kind RECENT_USER = new Kind("client.protection-recent", 100_000);
  private static final Kind CONVERSATION = new Kind("client.protection-in", 100_000);
  private static final int MOST_IN_DOUBT = 10_000;

  /// @param takes how the user takes messages
  /// @param speaks the best protection of what they have said
  private record Levels(Protection takes, Protection speaks) {
    private static final Levels NONE = new Levels(Protection.NONE, Protection.NONE);
    private static final Levels PERSON = new Levels(Protection.SIGNAL, Protection.SIGNAL);
  }

  private final UserId self;
  private final ClientStore store;
  private final Kind users;
  private final Predicate<UserId> met;
  private final TrustReports reports;
  // The protection that the server names for users whose change is not accepted yet.
  private final Remembered<UserId, Protection> claimed = new Remembered<>(MOST_IN_DOUBT);
  private final Remembered<UserId, Boolean> spokeWeaker = new Remembered<>(MOST_IN_DOUBT);

  /// @param lasting whether the store is kept when the process ends
  /// @param met whether we know a user's identity key: stores of earlier versions know no more of
  ///   people
  public KnownProtection(
      UserId self,
      ClientStore store,
      boolean lasting,
      Predicate<UserId> met,
      TrustReports reports) {
    this.self = self;
    this.store = store;
    this.users = lasting ? USER : RECENT_USER;
    this.met = met;
    this.reports = reports;
  }

  /// How the user takes messages, as far as we know.
  public Protection of(UserId user) {
    return store.inTransaction(records -> levels(records, user).takes);
  }

  /// How the user takes messages, now that the server has said something of it.
  Protection learn(UserId user, Protection said) {
    Protection known =
        store.inTransaction(records -> {
          Levels levels = levels(records, user);
          if (levels.takes == Protection.NONE && said != Protection.NONE) {
            put(records, user, new Levels(said, levels.speaks));
            return said;
          }
          return levels.takes;
        });
    if (known == said) {
      claimed.forget(user);
    } else {
      claimed.put(user, said);
      reports.report(user, TrustChange.PROTECTION);
    }
    return known;
  }

  /// Whether the server says of the user what is not believed.
  boolean inDoubt(UserId user) {
    return claimed.find(user).isPresent();
  }

  /// How to protect what is said in a conversation: never less than before.
  ///
  /// @param now what follows from what the server says
  Protection in(ConversationId conversation, Protection now) {
    return store.inTransaction(records -> {
      Protection before =
          records
              .find(CONVERSATION, conversation.toString())
              .map(bytes -> protection(bytes[0]))
              .orElse(Protection.NONE);
      if (!before.isWeakerThan(now)) {
        return before;
      }
      records.put(CONVERSATION, conversation.toString(), new byte[] {(byte) number(now)});
      return now;
    });
  }

  /// The best protection of what the user has said so far.
  public Protection spokenBy(UserId user) {
    return store.inTransaction(records -> levels(records, user).speaks);
  }

  /// A message was opened, or could be read as it was: remembers how it was protected, and says
  /// when that is weaker than it was to be expected.
  IncomingMessage weigh(IncomingMessage message) {
    UserId author = message.author();
    if (message.session().isEmpty() || !Protection.SIGNAL.covers(message.category())) {
      return message;
    }
    boolean weaker =
        store.inTransaction(records -> {
          Protection expected = expected(records, message);
          if (expected.isWeakerThan(message.protection()) && !author.equals(self)) {
            Levels levels = levels(records, author);
            put(records, author, new Levels(levels.takes, message.protection()));
          }
          return message.protection().isWeakerThan(expected);
        });
    if (weaker) {
      spokeWeaker.put(author, true);
    }
    return weaker ? Unsealed.asWeaker(message) : message;
  }

  /// Believes what the server says of the user, and how they speak now.
  ///
  /// @return false when there is nothing that is not believed
  public boolean accept(UserId user) {
    Optional<Protection> said = claimed.find(user);
    if (said.isEmpty() && spokeWeaker.find(user).isEmpty()) {
      return false;
    }
    claimed.forget(user);
    spokeWeaker.forget(user);
    store.inTransaction(records -> {
      Levels levels = levels(records, user);
      put(records, user, new Levels(said.orElse(levels.takes), Protection.NONE));
      if (said.isPresent()) {
        records.remove(CONVERSATION, ConversationId.ofContact(self, user).toString());
      }
      return user;
    });
    reports.accepted(user, TrustChange.PROTECTION);
    return true;
  }

  /// The protection expected of our own other devices depends on the conversation; of others we
  /// know how they speak.
  private Protection expected(Records records, IncomingMessage message) {
    return message.author().equals(self)
        ? in(message.conversation(), Protection.NONE)
        : levels(records, message.author()).speaks;
  }

  private Levels levels(Records records, UserId user) {
    return records
        .find(users, user.toString())
        .map(KnownProtection::parse)
        .orElseGet(() -> met.test(user) ? Levels.PERSON : Levels.NONE);
  }

  private void put(Records records, UserId user, Levels levels) {
    records.put(
        users,
        user.toString(),
        new ProtobufWriter()
            .number(1, number(levels.takes))
            .number(2, number(levels.speaks))
            .toBytes());
  }

  private static Levels parse(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    return new Levels(protection(fields.count(1).orElse(0)), protection(fields.count(2).orElse(0)));
  }

  /// The number of a protection in a store.
  private static int number(Protection protection) {
    return switch (protection) {
      case NONE -> 0;
      case ENCRYPTED -> 1;
      case SIGNAL -> 2;
    };
  }

  private static Protection protection(int number) {
    return switch (number) {
      case 1 -> Protection.ENCRYPTED;
      case 2 -> Protection.SIGNAL;
      default -> Protection.NONE;
    };
  }
}
