package dev.hearth.conformance.kill;

import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.MessageId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The server's notices: which sessions must get which, and which ones came. Each is counted by its
/// message id, so that a notice that comes again over another connection counts once. Any thread
/// may call.
///
/// A due notice must come exactly as often as it was recorded. A possible notice may come at most
/// that often: it belongs to a request without an answer, or to a person who came or went while it
/// was on its way.
final class NoticeBook {
  private static final int UNBOUNDED = 1 << 30;

  /// @param what the conversation, the action and whom it is about
  private record Line(String session, String what) {}

  private final Map<Line, Integer> due = new HashMap<>();
  private final Map<Line, Integer> possible = new HashMap<>();
  private final Map<Line, Map<MessageId, Long>> came = new HashMap<>();
  private final Set<String> watched = new HashSet<>();
  private long total;

  /// Checks all notices of this conversation from now on.
  synchronized void watch(String conversation) {
    watched.add(conversation);
  }

  static String conversation(
      String conversation, String action, String user, String participant, String role) {
    return "%s %s user=%s participant=%s role=%s"
        .formatted(conversation, action, user, participant, role);
  }

  static String profile(String user) {
    return "SYSTEM_USER " + user;
  }

  synchronized void possible(String session, String what, int more) {
    possible.merge(new Line(session, what), more, Integer::sum);
  }

  synchronized void due(String session, String what, int more) {
    due.merge(new Line(session, what), more, Integer::sum);
  }

  /// Records a notice that comes at least as often as it is due, and possibly more often.
  synchronized void dueAtLeast(String session, String what) {
    due(session, what, 1);
    possible.put(new Line(session, what), UNBOUNDED);
  }

  synchronized void came(String session, MessageView view) {
    JsonNode notice = Api.JSON.readTree(view.payload());
    String conversation = view.conversation().map(Object::toString).orElse("");
    String what;
    if (view.category().equals("SYSTEM_USER")) {
      what = profile(text(notice, "user_id"));
    } else if (watched.contains(conversation)) {
      what =
          conversation(
              conversation,
              text(notice, "action"),
              text(notice, "user_id"),
              text(notice, "participant_id"),
              text(notice, "role"));
    } else {
      return;
    }
    var line = new Line(session, what);
    var positions = came.computeIfAbsent(line, _ -> new LinkedHashMap<>());
    if (positions.put(MessageId.of(view.messageId()), view.createdAt()) == null) {
      total++;
      notifyAll();
    }
  }

  private static String text(JsonNode notice, String field) {
    return notice.path(field).asString("");
  }

  /// Waits for the due notices.
  ///
  /// @throws AssertionError when a due notice doesn't come, or an unexpected one comes
  synchronized void check(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0 && !missing().isEmpty(); ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    Set<Line> wrong = missing();
    came.keySet().stream()
        .filter(line -> !line.what.startsWith("SYSTEM_USER"))
        .filter(line -> count(line) > due.getOrDefault(line, 0) + possible.getOrDefault(line, 0))
        .forEach(wrong::add);
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          wrong.stream()
              .limit(20)
              .map(line ->
                  "%s got %d of the %d notices (and %d possible ones) %s: %s"
                      .formatted(
                          line.session,
                          count(line),
                          due.getOrDefault(line, 0),
                          possible.getOrDefault(line, 0),
                          line.what,
                          came.getOrDefault(line, Map.of())))
              .collect(Collectors.joining("\n")));
    }
  }

  private Set<Line> missing() {
    return due.keySet().stream()
        .filter(line -> count(line) < due.getOrDefault(line, 0))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private int count(Line line) {
    return came.getOrDefault(line, Map.of()).size();
  }

  synchronized String summary() {
    return "%,d notices received".formatted(total);
  }
}
