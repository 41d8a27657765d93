package dev.hearth.cli.terminal;

import java.io.IOError;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.Reference;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/// Reads entries with the keys that people know from their shell. The prompt and the entry are in
/// the last rows of the screen, and vanish once the entry is finished: the chat shows it then.
///
/// One thread reads; any thread may print above.
final class LineEditor extends LineReaderImpl {
  static final String PROMPT = "> ";
  static final String FURTHER_LINES = "  ";

  private static final String ENTER = "enter-or-new-line";

  /// Shown for each character of a secret.
  private static final char NOTHING = '\0';

  private static final int LONG = 500;
  private static final int PASTE_PAUSE_MILLIS = 20;
  private static final int MOST_TRIES = 100;
  private static final int PAUSE_MILLIS = 20;

  private final Semaphore idle = new Semaphore(1);
  private final AtomicInteger upsets = new AtomicInteger();
  private volatile UnaryOperator<String> promptOf = entry -> PROMPT;
  private volatile Thread reader = Thread.currentThread();
  private volatile boolean stopped;
  private volatile boolean secret;

  LineEditor(Terminal terminal) {
    super(terminal, "hearth", new HashMap<>(Map.of(SECONDARY_PROMPT_PATTERN, FURTHER_LINES)));
    setParser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]));
    setOpt(Option.ERASE_LINE_ON_FINISH);
    // An exclamation mark is just that, and a tab is a tab.
    setOpt(Option.DISABLE_EVENT_EXPANSION);
    getWidgets().put(ENTER, this::enter);
    bind(ENTER, KeyMap.ctrl('M'));
    bind(SELF_INSERT, "\t");
    bindWhatTerminalsSendUnasked();
  }

  /// The keys as those terminals send them that don't know the mode which the editor asks for.
  private void bindWhatTerminalsSendUnasked() {
    bind(UP_LINE_OR_SEARCH, "\u001b[A");
    bind(DOWN_LINE_OR_SEARCH, "\u001b[B");
    bind(FORWARD_CHAR, "\u001b[C");
    bind(BACKWARD_CHAR, "\u001b[D");
    bind(BEGINNING_OF_LINE, "\u001b[H");
    bind(BEGINNING_OF_LINE, "\u001b[1~");
    bind(END_OF_LINE, "\u001b[F");
    bind(END_OF_LINE, "\u001b[4~");
    bind(DELETE_CHAR, "\u001b[3~");
  }

  private void bind(String widget, String key) {
    Objects.requireNonNull(getKeyMaps().get(EMACS)).bind(new Reference(widget), key);
  }

  /// Lets the prompt depend on what is typed so far.
  void promptBy(UnaryOperator<String> prompt) {
    promptOf = prompt;
  }

  /// Waits for an entry.
  ///
  /// @throws EndOfFileException when there are no more
  /// @throws org.jline.reader.UserInterruptException when the person has pressed Ctrl-C
  String readEntry() {
    return read(() -> readLine(PROMPT));
  }

  /// As {@link #readEntry}, for an entry that is neither shown nor kept among earlier ones.
  String readSecret(String prompt) {
    secret = true;
    try {
      return read(() -> readLine(prompt, NOTHING));
    } finally {
      secret = false;
    }
  }

  private String read(Supplier<String> entry) {
    reader = Thread.currentThread();
    idle.acquireUninterruptibly();
    try {
      if (stopped) {
        throw new EndOfFileException();
      }
      return entry.get();
    } finally {
      idle.release();
    }
  }

  /// Ends the reading, and waits until the terminal is as it was before, for at most two seconds.
  void stop() throws InterruptedException {
    stopped = true;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (idle.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        idle.release();
        return;
      }
      reader.interrupt();
    }
  }

  /// Prints above the entry.
  ///
  /// @param text is told how many rows can be reached above the prompt; it is empty for nothing, or
  ///   ends with a line break that leads to the prompt's first row
  void above(IntFunction<String> text) {
    lock.lock();
    try {
      String made = text.apply(rowsAbove());
      if (!made.isEmpty()) {
        printAbove(made);
      }
    } finally {
      lock.unlock();
    }
  }

  int columns() {
    return Math.max(1, terminal.getSize().getColumns());
  }

  int height() {
    return terminal.getSize().getRows();
  }

  /// How often the rows above may have moved, or gone, without our doing.
  int upsets() {
    return upsets.get();
  }

  @Override
  protected void redisplay(boolean flush) {
    if (reading) {
      if (moreIsComing()) {
        return;
      }
      if (!secret) {
        setPrompt(promptOf.apply(buf.toString()));
      }
    }
    super.redisplay(flush);
  }

  /// Whether more keys have arrived. Terminals that don't mark what is pasted send it key by key;
  /// to show all of a long entry after each of them would take minutes.
  private boolean moreIsComing() {
    if (buf.length() < LONG || Thread.currentThread() != reader) {
      return false;
    }
    try {
      return terminal.reader().peek(PASTE_PAUSE_MILLIS) >= 0;
    } catch (IOException e) {
      throw new IOError(e);
    }
  }

  @Override
  public boolean clearScreen() {
    upsets.incrementAndGet();
    return super.clearScreen();
  }

  @Override
  protected synchronized void handleSignal(Signal signal) {
    upsets.incrementAndGet();
    super.handleSignal(signal);
  }

  private boolean enter() {
    if (buf.cursor() > 0 && buf.prevChar() == '\\') {
      buf.backspace();
      buf.write('\n');
      return true;
    }
    return acceptLine();
  }

  /// At least this many: East Asian letters are two columns wide.
  private int rowsAbove() {
    int taken =
        reading
            ? buf.toString()
                .lines()
                .mapToInt(line -> 1 + (2 * line.length() + PROMPT.length()) / columns())
                .sum()
            : 0;
    return height() - Math.max(1, taken) - 1;
  }
}
