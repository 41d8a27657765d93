package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.MessageId;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// A terminal with a person at it: ticks appear behind the line they belong to, as long as that can
/// be found: it stands among the latest ones, and neither it nor any line below may have taken more
/// than its row. All others get a line of their own.
///
/// If a line comes in while the person is typing, the typed text disappears from sight, not from
/// the line: the terminal itself keeps it until Enter.
final class InteractiveScreen implements Screen {
  private static final String START_OVER = "\r\u001b[2K";
  private static final String SAVE = "\u001b7";
  private static final String RESTORE = "\u001b8";
  private static final String DIM = "\u001b[2m";
  private static final String NORMAL = "\u001b[0m";
  // A terminal is hardly ever smaller, and can't be asked for its size without a library.
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
      print(text, text);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void typed(MessageId message, String text) {
    lock.lock();
    try {
      // The terminal has shown it already, and gone to the next row.
      rowsOf.put(message, rows);
      goneDown(text);
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
        String line = ticks.sign() + " " + text;
        print(line, DIM + line + NORMAL);
      }
    } finally {
      lock.unlock();
    }
  }

  /// @return false when the line is out of reach
  private boolean behind(MessageId message, String text, String sign) {
    Long row = rowsOf.get(message);
    if (row == null || columns(text) >= COLUMNS) {
      return false;
    }
    String up = "\u001b[" + (rows - row) + "A";
    out.print(SAVE + up + START_OVER + text + "  " + DIM + sign + NORMAL + RESTORE);
    out.flush();
    return true;
  }

  private void print(String text, String styled) {
    out.println(START_OVER + styled);
    out.flush();
    goneDown(text);
  }

  /// Below a line that may have taken several rows nobody knows how far up the earlier ones are.
  private void goneDown(String text) {
    rows++;
    if (columns(text) >= COLUMNS) {
      rowsOf.clear();
    }
    rowsOf.values().removeIf(row -> rows - row > ROWS);
  }

  /// The most columns that the text may take: East Asian letters and symbols may be two wide, and a
  /// tab is up to eight.
  private static int columns(String text) {
    return text.chars().map(it -> it == '\t' ? 8 : it >= ' ' && it < 0x1100 ? 1 : 2).sum();
  }
}
