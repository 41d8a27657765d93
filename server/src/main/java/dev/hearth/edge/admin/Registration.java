package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.PhoneNumber;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.RsaKeyPair;
import dev.hearth.protocol.key.SessionKeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Signs users up, with a first session each.
public final class Registration {
  /// The kind of a session's key: Ed25519, or RSA for a client from before Ed25519 keys.
  public enum KeyKind {
    ED25519,
    RSA
  }

  private static final String PERSONS_PLATFORM = "Desktop";
  private static final String BOTS_PLATFORM = "";

  private final Accounts accounts;

  public Registration(Accounts accounts) {
    this.accounts = accounts;
  }

  public Registered person(String name, KeyKind key) {
    return signIn(accounts.registerPerson(name), key, PERSONS_PLATFORM);
  }

  /// A person with a phone number; empty when it is somebody's.
  public Optional<Registered> person(String name, KeyKind key, PhoneNumber phone) {
    return accounts.registerPerson(name, phone).map(user -> signIn(user, key, PERSONS_PLATFORM));
  }

  /// Many people at once, with names that end in their number.
  public List<Registered> people(String name, int count) {
    List<Ed25519KeyPair> pairs = Stream.generate(SessionKeyPair::generate).limit(count).toList();
    List<Accounts.Newcomer> newcomers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      newcomers.add(
          new Accounts.Newcomer(name + " " + (i + 1), pairs.get(i).key(), PERSONS_PLATFORM));
    }
    List<Accounts.SignedUp> signedUp = accounts.registerPeople(newcomers);
    List<Registered> registered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      registered.add(registered(signedUp.get(i).user(), signedUp.get(i).session(), pairs.get(i)));
    }
    return registered;
  }

  public Registered bot(String name, KeyKind key) {
    return bot(name, key, List.of());
  }

  /// @param capabilities beside those that every bot has
  public Registered bot(String name, KeyKind key, List<String> capabilities) {
    return signIn(accounts.registerBot(name, Optional.empty(), capabilities), key, BOTS_PLATFORM);
  }

  /// Signs a user in once more, beside the sessions there are.
  public Registered anotherDevice(User user) {
    return signIn(user, KeyKind.ED25519, user.bot() ? BOTS_PLATFORM : PERSONS_PLATFORM);
  }

  private Registered signIn(User user, KeyKind kind, String platform) {
    SessionKeyPair pair =
        switch (kind) {
          case ED25519 -> SessionKeyPair.generate();
          case RSA -> SessionKeyPair.generateRsa();
        };
    return registered(user, accounts.openSession(user.id(), pair.key(), platform), pair);
  }

  private Registered registered(User user, Session session, SessionKeyPair pair) {
    return new Registered(
        user,
        switch (pair) {
          case Ed25519KeyPair ed25519 ->
              Keystore.of(user.id(), session.id(), ed25519, accounts.serverKey().publicKey());
          case RsaKeyPair rsa -> new Keystore(user.id(), session.id(), rsa, "", session.pinToken());
        });
  }
}
