package dev.hearth.edge.command;

import dev.hearth.protocol.MessageId;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// A terminal with a person at it: ticks appear behind the line they belong to, as long as it
/// stands among the latest ones and fits its row; later they get a line of their own.
///
/// What the person is typing while a line comes in disappears from sight, not from the line: the
/// terminal itself keeps it until Enter.
final class InteractiveScreen implements Screen {
  private static final String START_OVER = "\r\u001b[2K";
  private static final String SAVE = "\u001b7";
  private static final String RESTORE = "\u001b8";
  private static final String DIM = "\u001b[2m";
  private static final String NORMAL = "\u001b[0m";
  // A terminal is hardly ever smaller, and there is no asking it without a library.
  private static final int ROWS = 20;
  private static final int COLUMNS = 70;

  private final PrintWriter out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<MessageId, Long> rowsOf = new LinkedHashMap<>();
  private long rows;

  InteractiveScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void line(String text) {
    lock.lock();
    try {
      out.println(START_OVER + text);
      out.flush();
      rows += 1 + text.length() / COLUMNS;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void typed(MessageId message, String text) {
    lock.lock();
    try {
      // The terminal has shown it already, and gone to the next row.
      if (text.length() < COLUMNS) {
        rowsOf.put(message, rows);
      }
      rows += 1 + text.length() / COLUMNS;
      rowsOf.values().removeIf(row -> rows - row > ROWS);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void progress(MessageId message, String text, int percent) {
    lock.lock();
    try {
      behind(message, text, percent + " %");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ticks(MessageId message, String text, Ticks ticks) {
    lock.lock();
    try {
      if (!behind(message, text, ticks.sign())) {
        line(DIM + ticks.sign() + " " + text + NORMAL);
      }
    } finally {
      lock.unlock();
    }
  }

  /// @return false when the line is out of reach
  private boolean behind(MessageId message, String text, String sign) {
    Long row = rowsOf.get(message);
    if (row == null || rows - row > ROWS) {
      return false;
    }
    String up = "\u001b[" + (rows - row) + "A";
    out.print(SAVE + up + START_OVER + text + "  " + DIM + sign + NORMAL + RESTORE);
    out.flush();
    return true;
  }
}
