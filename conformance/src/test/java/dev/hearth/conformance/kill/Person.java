package dev.hearth.conformance.kill;

import dev.hearth.conformance.Client;
import dev.hearth.protocol.id.UserId;
import java.util.Set;

/// A user, and the sessions that hear for them.
///
/// @param client the session that acts
/// @param session its name
/// @param sessions the names of all
record Person(Client client, String session, Set<String> sessions) {
  Person {
    sessions = Set.copyOf(sessions);
  }

  UserId id() {
    return client.user();
  }

  String name() {
    return client.name();
  }
}
