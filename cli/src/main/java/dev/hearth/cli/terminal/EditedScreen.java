package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.MessageId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.utils.AttributedString;

/// Shows a chat above the entry that a person types, broken between words. Ticks appear behind the
/// entry that they belong to, as long as it is on the screen; all others get a line of their own.
/// It remembers at most as many entries as the screen has rows. The editor's lock guards all of it.
final class EditedScreen implements Screen {
  private static final String DIM = "\u001b[2m";
  private static final String NORMAL = "\u001b[0m";
  private static final String ERASE = "\u001b[K";

  /// Enough for the longest sign and a gap before it.
  private static final int SIGN_COLUMNS = 10;

  private static final int START = 60;

  private final LineEditor editor;
  private final Map<MessageId, Place> places = new LinkedHashMap<>();
  private long rows;
  private int upsets;

  /// Where the signs of an entry go: the row, counted from the first one, and the column.
  private record Place(long row, int column) {}

  EditedScreen(LineEditor editor) {
    this.editor = editor;
  }

  @Override
  public void line(String text) {
    editor.above(reachable -> {
      String rows = wrapped(text, MessageLine.FURTHER_LINES);
      goneDown(rows);
      return rows + "\n";
    });
  }

  @Override
  public void typed(MessageId message, String text) {
    List<String> lines = text.lines().map(MessageLine::harmless).toList();
    String entry = LineEditor.PROMPT + String.join("\n" + LineEditor.FURTHER_LINES, lines);
    String shown = wrapped(entry, LineEditor.FURTHER_LINES);
    String last = shown.substring(shown.lastIndexOf('\n') + 1);
    int column = WrappedText.mostColumns(last) % editor.columns();
    boolean fits = column > 0 && column + SIGN_COLUMNS <= editor.columns();
    String all = fits ? shown : shown + "\n";
    editor.above(reachable -> {
      goneDown(all);
      places.put(message, new Place(rows - 1, fits ? column : 0));
      return all + "\n";
    });
  }

  @Override
  public void progress(MessageId message, String text, int percent) {
    String sign = percent + " %";
    editor.above(
        reachable -> find(message, reachable).map(place -> behind(place, sign)).orElse(""));
  }

  @Override
  public void ticks(MessageId message, String text, Ticks ticks) {
    editor.above(reachable ->
        find(message, reachable)
            .map(place -> behind(place, ticks.sign()))
            .orElseGet(() -> below(text, ticks.sign())));
  }

  private Optional<Place> find(MessageId message, int reachable) {
    forgetWhatMoved();
    return Optional.ofNullable(places.get(message)).filter(place -> rows - place.row <= reachable);
  }

  /// The beginning of an entry is enough to know it again.
  private String below(String text, String sign) {
    String start = text.length() <= START ? text : text.substring(0, START).strip() + "…";
    String rows = wrapped(sign + " " + start, MessageLine.FURTHER_LINES);
    goneDown(rows);
    return DIM + rows + NORMAL + "\n";
  }

  /// Up, and back down to the prompt.
  private String behind(Place place, String sign) {
    long up = rows - place.row;
    String back = up > 1 ? "\u001b[" + (up - 1) + "B" : "";
    return "\u001b[%dA\u001b[%dG".formatted(up, place.column + 1)
        + ERASE
        + (place.column > 0 ? "  " : "")
        + (DIM + sign + NORMAL + back + "\n");
  }

  /// Below a line of which nobody knows how many rows it takes, nobody knows how far up the earlier
  /// ones are.
  private void goneDown(String text) {
    forgetWhatMoved();
    for (String line : text.split("\n", -1)) {
      int least = rowsOf(new AttributedString(line).columnLength());
      rows += least;
      if (least != rowsOf(WrappedText.mostColumns(line))) {
        places.clear();
      }
    }
    places.values().removeIf(place -> rows - place.row > editor.height());
  }

  private void forgetWhatMoved() {
    if (upsets != editor.upsets()) {
      upsets = editor.upsets();
      places.clear();
    }
  }

  private int rowsOf(int columns) {
    return Math.max(1, Math.ceilDiv(columns, editor.columns()));
  }

  private String wrapped(String text, String indent) {
    return WrappedText.wrap(text, editor.columns(), indent);
  }
}
