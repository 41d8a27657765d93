package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.protocol.payload.SystemSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells a person's phones, the devices that have signed in by themselves, and the device that
/// linked another, which of their other devices are signed in.
final class DeviceNotices {
  private static final Set<String> PHONES = Set.of("Android", "iOS");

  private DeviceNotices() {}

  /// @param others the user's other sessions
  static void tellOpened(Transaction tx, Session session, List<Session> others) {
    Optional<String> key = Optional.of(session.key().x25519()).filter(text -> !text.isEmpty());
    tell(tx, session, others, SystemSession.SessionAction.PROVISION, key);
  }

  /// @param others the user's other sessions
  static void tellRevoked(Transaction tx, Session session, List<Session> others) {
    tell(tx, session, others, SystemSession.SessionAction.DESTROY, Optional.empty());
  }

  private static void tell(
      Transaction tx,
      Session session,
      List<Session> others,
      SystemSession.SessionAction action,
      Optional<String> key) {
    var told =
        others.stream()
            .filter(other ->
                PHONES.contains(other.platform())
                    || signedInByItself(other)
                    || hasLinked(other, session))
            .map(Session::id)
            .toList();
    if (!told.isEmpty()) {
      var notice = new SystemSession(action, session.user(), session.id(), key);
      tx.tell(new Recipients.Sessions(told), notice);
    }
  }

  /// With a code or an invitation. Sessions of the operator's commands say nothing of themselves.
  private static boolean signedInByItself(Session session) {
    return session.registrationId().isPresent() && session.linkedBy().isEmpty();
  }

  private static boolean hasLinked(Session one, Session other) {
    return other.linkedBy().filter(one.id()::equals).isPresent();
  }
}
