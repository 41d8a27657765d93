package dev.hearth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;

/// Lines about what one of the people of a {@link TransferStorm} has asked for, or heard, in a file
/// that outlives the process. A line is in it when its method returns. For one thread at a time.
final class StormJournal implements AutoCloseable {
  /// The beginnings of lines.
  static final String ASKED = "?";

  static final String MADE = "+";
  static final String REFUSED = "-";
  static final String CONNECTED = "=";
  static final String HEARD = "!";
  static final String ACKNOWLEDGED = "a";

  private final OutputStream out;

  private StormJournal(OutputStream out) {
    this.out = out;
  }

  /// Continues a file, or begins it.
  static StormJournal in(Path file) throws IOException {
    return new StormJournal(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  static Path ofPayer(Path folder, int person) {
    return folder.resolve("paid-" + person);
  }

  static Path ofListener(Path folder, int person) {
    return folder.resolve("heard-" + person);
  }

  /// The lines of a file, each as its words.
  static List<List<String>> lines(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file, US_ASCII).stream().map(line -> List.of(line.split(" "))).toList()
        : List.of();
  }

  /// A transfer that somebody asks for.
  ///
  /// @param payee the number of a person
  record Wish(TraceId trace, int payee, long units) {
    static Wish of(List<String> words) {
      return new Wish(
          TraceId.of(words.get(1)), Integer.parseInt(words.get(2)), Long.parseLong(words.get(3)));
    }
  }

  void asked(Wish wish) throws IOException {
    write("%s %s %d %d\n".formatted(ASKED, wish.trace, wish.payee, wish.units));
  }

  void answered(Wish wish, boolean made) throws IOException {
    write((made ? MADE : REFUSED) + " " + wish.trace + "\n");
  }

  void connected() throws IOException {
    write(CONNECTED + "\n");
  }

  void heard(String message, SnapshotId snapshot) throws IOException {
    write(HEARD + " " + message + " " + snapshot + "\n");
  }

  void acknowledged(Collection<String> messages) throws IOException {
    var lines = new StringBuilder();
    messages.forEach(
        message -> lines.append(ACKNOWLEDGED).append(' ').append(message).append('\n'));
    write(lines.toString());
  }

  private void write(String lines) throws IOException {
    out.write(lines.getBytes(US_ASCII));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
