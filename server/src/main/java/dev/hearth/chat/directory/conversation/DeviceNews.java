package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.SessionNews;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Tells a person's phones, and the device that linked another, which of their other devices are
/// signed in: SYSTEM_SESSION.
public final class DeviceNews implements SessionNews {
  private static final String CATEGORY = "SYSTEM_SESSION";
  private static final Set<String> PHONES = Set.of("Android", "iOS");

  private final Outbox outbox;

  public DeviceNews(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void opened(Handle handle, Session session, List<Session> others) {
    String key = ",\"public_key\":\"" + session.key().x25519() + "\"";
    tell(handle, session, others, json("PROVISION", session, key));
  }

  @Override
  public void revoked(Handle handle, Session session, List<Session> others) {
    tell(handle, session, others, json("DESTROY", session, ""));
  }

  @Override
  public void written() {
    outbox.announce();
  }

  private void tell(Handle handle, Session session, List<Session> others, String payload) {
    var told =
        others.stream()
            .filter(other -> PHONES.contains(other.platform()) || hasLinked(other, session))
            .map(Session::id)
            .toList();
    outbox.tellSessions(handle, told, CATEGORY, payload);
  }

  private static boolean hasLinked(Session one, Session other) {
    return other.linkedBy().filter(one.id()::equals).isPresent();
  }

  /// Ids and keys hold nothing that JSON would have to escape.
  private static String json(String action, Session session, String more) {
    return "{\"action\":\"%s\",\"user_id\":\"%s\",\"session_id\":\"%s\"%s}"
        .formatted(action, session.user(), session.id(), more);
  }
}
