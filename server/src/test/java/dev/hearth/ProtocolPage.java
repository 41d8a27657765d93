package dev.hearth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// `docs/protocol.md`, as tests read it: its tables.
public final class ProtocolPage {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private ProtocolPage() {}

  /// A row of a table.
  public record Row(List<String> cells) {
    /// The code words in the first cell.
    public List<String> names() {
      return CODE.matcher(cells.getFirst()).results().map(found -> found.group(1)).toList();
    }
  }

  public static String text() {
    try {
      return Files.readString(Path.of("..", "docs", "protocol.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The rows of the table that begins with this line.
  public static List<Row> table(String head) {
    var lines = text().lines().dropWhile(line -> !line.equals(head)).skip(2).toList();
    if (lines.isEmpty()) {
      throw new AssertionError("docs/protocol.md has no table that begins with " + head);
    }
    var rows = new ArrayList<Row>();
    for (String line : lines) {
      if (!line.startsWith("|")) {
        break;
      }
      rows.add(row(line));
    }
    return rows;
  }

  private static Row row(String line) {
    String inner = line.substring(1, line.length() - 1);
    return new Row(Arrays.stream(inner.split("\\|")).map(String::strip).toList());
  }
}
