package dev.hearth.chat.directory.link;

import dev.hearth.chat.directory.account.Session;
import dev.hearth.protocol.id.SessionId;
import java.util.List;

/// Whether a device may link another one.
enum Permission {
  GRANTED,
  /// It is signed out, or was linked itself.
  NOT_THIS_DEVICE,
  TOO_MANY_DEVICES;

  /// @param sessions the user's
  static Permission of(List<Session> sessions, SessionId device) {
    boolean mayLink =
        sessions.stream()
            .filter(session -> session.linkedBy().isEmpty())
            .anyMatch(session -> session.id().equals(device));
    if (!mayLink) {
      return NOT_THIS_DEVICE;
    }
    long linked = sessions.stream().filter(session -> session.linkedBy().isPresent()).count();
    return linked < Linking.MOST_LINKED ? GRANTED : TOO_MANY_DEVICES;
  }
}
