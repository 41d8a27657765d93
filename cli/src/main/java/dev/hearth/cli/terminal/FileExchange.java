package dev.hearth.cli.terminal;

import dev.hearth.cli.terminal.OfferedFiles.Offered;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.protocol.payload.File;
import dev.hearth.protocol.payload.Image;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Progress;
import dev.hearth.sdk.Protection;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Sends files and saves those that came, one after the other; at most 100 wait. Where the
/// conversation is encrypted, so are they. Any thread may ask for one.
final class FileExchange {
  private static final int MOST_WAITING = 100;
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);

  /// At most this many bytes are fetched of a file whose sender didn't say its size.
  private static final long MOST_UNSAID = 1 << 30;

  private final HearthClient client;
  private final Typed typed;
  private final Screen screen;
  private final OfferedFiles offered;
  private final Duration patience;
  private final Errands errands = new Errands(MOST_WAITING);

  /// @param patience how long a file may take to come that is asked for beforehand
  FileExchange(
      HearthClient client, Typed typed, Screen screen, OfferedFiles offered, Duration patience) {
    this.client = client;
    this.typed = typed;
    this.screen = screen;
    this.offered = offered;
    this.patience = patience;
  }

  void start() {
    errands.start("chat-files", typed::end);
  }

  /// Says something that is ready now.
  interface Saying {
    void say(OutgoingMessage message) throws InterruptedException;
  }

  /// Uploads a file for a conversation, and then has the message said that names it.
  ///
  /// @param line what was typed
  void send(ConversationId conversation, String name, String line, Saying say) {
    MessageId message = MessageId.random();
    Path file;
    long size;
    try {
      file = path(name);
      if (!Files.isRegularFile(file)) {
        refuse(
            message,
            line,
            Files.exists(file) ? name + " is not a file" : "there is no file " + name);
        return;
      }
      size = Files.size(file);
    } catch (InvalidPathException | IOException e) {
      refuse(message, line, name + " can't be read");
      return;
    }
    String shown =
        MessageLine.harmless(file.getFileName().toString()) + " (" + ByteCount.of(size) + ")";
    typed.add(message, line, shown);
    if (!errands.offer(() -> upload(file, conversation, message, shown, say))) {
      typed.reached(message, Ticks.REFUSED);
      screen.line("-- too many files at once: try again when some are through");
    }
  }

  /// Fetches a file that came.
  void save(int number, Optional<String> into, MessageId row) {
    typed.begin();
    if (!errands.offer(() -> typed.done(fetch(number, into, row)))) {
      screen.line("-- too many files at once: try again when some are through");
      typed.done(false);
    }
  }

  private void upload(
      Path file, ConversationId conversation, MessageId message, String shown, Saying say)
      throws InterruptedException {
    try {
      Payload.Sendable payload = upload(file, conversation, new Shown(message, shown));
      say.say(OutgoingMessage.of(conversation, payload).withId(message));
    } catch (IOException e) {
      typed.reached(message, Ticks.REFUSED);
      screen.line("-- not sent: " + why(e));
    } catch (HearthException e) {
      rethrowWhenOver(e);
      typed.reached(message, Ticks.REFUSED);
      screen.line("-- not sent: " + MessageLine.harmless(e.description()));
    }
  }

  private Payload.Sendable upload(Path file, ConversationId conversation, Progress progress)
      throws IOException, InterruptedException {
    Optional<PictureHeader> picture = PictureHeader.find(file);
    String mimeType =
        picture
            .map(PictureHeader::mimeType)
            .or(() -> probed(file))
            .orElse("application/octet-stream");
    Attachment attachment =
        client.protectionIn(conversation) == Protection.NONE
            ? client.api().upload(file, mimeType, progress)
            : client.api().uploadSealed(file, mimeType, progress);
    return picture.isPresent()
        ? Image.of(attachment, picture.get().width(), picture.get().height())
        : File.of(attachment, file.getFileName().toString());
  }

  private boolean fetch(int number, Optional<String> into, MessageId row)
      throws InterruptedException {
    // Files from before this chat arrive once it is connected.
    client.awaitConnected(CONNECTED_WITHIN);
    Optional<Offered> found = offered.find(number, patience);
    if (found.isEmpty()) {
      screen.line("-- no file " + number + " came, or too long ago");
      return false;
    }
    try {
      return save(found.get(), target(found.get(), into), row);
    } catch (InvalidPathException | IOException e) {
      screen.line("-- not saved: " + why(e));
    } catch (HearthException e) {
      rethrowWhenOver(e);
      screen.line("-- not saved: " + MessageLine.harmless(e.description()));
    }
    return false;
  }

  private boolean save(Offered file, Path into, MessageId row) throws IOException {
    Path folder = into.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      return notSaved("there is no folder " + MessageLine.harmless(folder.toString()));
    }
    if (Files.exists(into)) {
      screen.line("-- not saved: there is a file " + into + " already");
      return false;
    }
    Attachment attachment = file.attachment();
    long most = attachment.size() > 0 ? attachment.size() : MOST_UNSAID;
    var progress = new Shown(row, "/save " + file.number());
    return switch (client.api().download(attachment, into, most, progress)) {
      case Downloaded.Saved(long size) -> {
        screen.line("-- saved as " + into + " (" + ByteCount.of(size) + ")");
        yield true;
      }
      case Downloaded.Missing() -> notSaved("the server has it no more");
      case Downloaded.TooLarge() -> notSaved("it is larger than its sender says");
      case Downloaded.Damaged() -> notSaved("it is not what its sender sealed");
    };
  }

  private boolean notSaved(String why) {
    screen.line("-- not saved: " + why);
    return false;
  }

  private void refuse(MessageId message, String line, String why) {
    screen.typed(message, line);
    screen.line("-- not sent: " + MessageLine.harmless(why));
    typed.failed();
  }

  /// Where to save: nothing that is there is replaced, unless nobody named the place.
  private static Path target(Offered file, Optional<String> into) {
    Path named = into.map(FileExchange::path).orElse(Path.of(""));
    if (into.isPresent() && !Files.isDirectory(named)) {
      return named;
    }
    int dot = file.name().lastIndexOf('.');
    String stem = dot > 0 ? file.name().substring(0, dot) : file.name();
    String ending = dot > 0 ? file.name().substring(dot) : "";
    Path free = named.resolve(file.name());
    for (int i = 2; Files.exists(free) && i < 1000; i++) {
      free = named.resolve(stem + "-" + i + ending);
    }
    return free;
  }

  /// The path that somebody typed, or dropped on the terminal, which quotes it or puts `\` before
  /// blanks.
  private static Path path(String typed) {
    Path asIs = Path.of(typed);
    if (Files.exists(asIs)) {
      return asIs;
    }
    String bare =
        typed.matches("'.*'|\".*\"")
            ? typed.substring(1, typed.length() - 1)
            : typed.replaceAll("\\\\(.)", "$1");
    return bare.startsWith("~/")
        ? Path.of(System.getProperty("user.home"), bare.substring(2))
        : Path.of(bare);
  }

  private static Optional<String> probed(Path file) {
    try {
      return Optional.ofNullable(Files.probeContentType(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String why(Exception e) {
    String where = MessageLine.harmless(String.valueOf(e.getMessage()));
    return switch (e) {
      case NoSuchFileException _ -> "there is no " + where;
      case AccessDeniedException _ -> where + " may not be read or written";
      default -> where;
    };
  }

  private static void rethrowWhenOver(HearthException e) {
    switch (e.reason()) {
      case CLOSED, SIGNED_OUT -> throw e;
      case REFUSED, UNREACHABLE, GARBLED -> {}
    }
  }

  /// Progress, where the file was named.
  private final class Shown implements Progress {
    private final MessageId row;
    private final String text;
    private int percent = -1;

    Shown(MessageId row, String text) {
      this.row = row;
      this.text = text;
    }

    @Override
    public void moved(long bytes, long of) {
      typed.moving();
      int now = of == 0 ? 0 : (int) (100.0 * bytes / of);
      if (now != percent) {
        percent = now;
        screen.progress(row, text, now);
      }
    }
  }
}
