package dev.hearth.cli.terminal;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Breaks text between words, into rows that surely fit a screen. Rows that continue a line are
/// indented: nobody can make one look like the beginning of somebody else's message.
///
/// A word that is longer than a row is broken in it, except for an address: a terminal that breaks
/// it itself still knows it as one, so that it can be opened and copied.
final class WrappedText {
  private static final Pattern WORD = Pattern.compile("(\\s*)(\\S+)");
  private static final Pattern ADDRESS = Pattern.compile("https?://[!-~]+");
  private static final int LEAST_INDENTS_IN_A_ROW = 4;

  private final int columns;
  private final String indent;
  private final StringBuilder rows = new StringBuilder();
  private int used;

  private WrappedText(int columns, String indent) {
    this.columns = columns;
    this.indent = indent.length() * LEAST_INDENTS_IN_A_ROW <= columns ? indent : "";
  }

  /// @param indent of the rows that continue a line
  static String wrap(String text, int columns, String indent) {
    var wrapped = new WrappedText(columns, indent);
    String lineBreak = "";
    for (String line : text.split("\n", -1)) {
      wrapped.rows.append(lineBreak);
      wrapped.used = 0;
      WORD.matcher(line).results().forEach(wrapped::add);
      lineBreak = "\n";
    }
    return wrapped.rows.toString();
  }

  /// The most columns that the text may take: terminals differ in how wide they make emoji.
  static int mostColumns(String text) {
    return text.codePoints().map(it -> it < 0x1100 ? 1 : 2).sum();
  }

  private void add(MatchResult word) {
    String text = word.group(2);
    int width = mostColumns(text);
    if (used + mostColumns(word.group(1)) + width <= columns) {
      append(word.group());
    } else if (used > 0 && (indent.length() + width <= columns || isAddress(text))) {
      continueBelow();
      append(text);
    } else if (isAddress(text)) {
      append(word.group());
    } else {
      addInPieces(word.group());
    }
  }

  private static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  private void addInPieces(String text) {
    // A reader may take several for one character.
    var pieces = BreakIterator.getCharacterInstance(Locale.ROOT);
    pieces.setText(text);
    int from = pieces.first();
    for (int to = pieces.next(); to != BreakIterator.DONE; to = pieces.next()) {
      String piece = text.substring(from, to);
      if (used + mostColumns(piece) > columns) {
        continueBelow();
      }
      append(piece);
      from = to;
    }
  }

  private void continueBelow() {
    rows.append('\n').append(indent);
    used = indent.length();
  }

  private void append(String text) {
    rows.append(text);
    used += mostColumns(text);
  }
}
