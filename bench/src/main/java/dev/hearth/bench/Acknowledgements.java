package dev.hearth.bench;

import java.util.Arrays;
import java.util.Collections;

/// Acknowledges what one connection gets, many at once. For the connection's event loop alone.
final class Acknowledgements {
  private final Ids ids;
  private final int owner;
  private final long[] waiting;
  private final Template whole;
  private int count;
  private long sent;
  private long answered;

  /// @param owner whose they are
  /// @param together how many go into a request
  Acknowledgements(Ids ids, int owner, int together) {
    this.ids = ids;
    this.owner = owner;
    this.waiting = new long[together];
    this.whole = template(together);
  }

  /// @param message the high half of the id of a message of this run
  void add(Connection connection, long message) {
    waiting[count++] = message;
    if (count == waiting.length) {
      send(connection, whole);
    }
  }

  /// Sends those that wait for company.
  void flush(Connection connection) {
    if (count > 0) {
      send(connection, template(count));
    }
  }

  void answered(Inbound frame) {
    if (Ids.owner(frame.request()) != owner || ++answered > sent) {
      throw new Violation("an answer to nothing, or the second: " + frame.text());
    }
  }

  boolean isQuiet() {
    return count == 0 && answered == sent;
  }

  private void send(Connection connection, Template template) {
    long[] highs = new long[count + 1];
    highs[0] = ids.high(Ids.Kind.ACKNOWLEDGEMENT, owner, sent++);
    System.arraycopy(waiting, 0, highs, 1, count);
    connection.send(template.fill(ids, highs));
    Arrays.fill(waiting, 0);
    count = 0;
  }

  private static Template template(int together) {
    return Requests.acknowledge(Collections.nCopies(together, Template.ID));
  }
}
