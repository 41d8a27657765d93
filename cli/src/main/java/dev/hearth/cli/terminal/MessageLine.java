package dev.hearth.cli.terminal;

import dev.hearth.cli.dev.EchoBot;
import dev.hearth.cli.terminal.OfferedFiles.Offered;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Button;
import dev.hearth.protocol.payload.ButtonGroup;
import dev.hearth.protocol.payload.Card;
import dev.hearth.protocol.payload.File;
import dev.hearth.protocol.payload.Image;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.protocol.payload.Post;
import dev.hearth.protocol.payload.Recall;
import dev.hearth.protocol.payload.SystemConversation;
import dev.hearth.protocol.payload.Text;
import dev.hearth.protocol.payload.Unknown;
import dev.hearth.protocol.payload.Video;
import dev.hearth.sdk.Snapshot;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Shows a message as text. The text of others can't move the cursor or ring the bell.
final class MessageLine {
  // Also those beyond ASCII, which some terminals obey, and those that turn the direction of a
  // line.
  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cc}\\u2028-\\u202e\\u2066-\\u2069]+");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final int START = 30;
  static final String FURTHER_LINES = "    ";
  static final String NOT_ENCRYPTED = "(not encrypted) ";

  private final Names names;
  private final OfferedFiles files;
  private final OfferedButtons buttons;
  private final ChatHistory history;
  private final ZoneId zone;

  MessageLine(
      Names names, OfferedFiles files, OfferedButtons buttons, ChatHistory history, ZoneId zone) {
    this.names = names;
    this.files = files;
    this.buttons = buttons;
    this.history = history;
    this.zone = zone;
  }

  /// The line, with the time when it had been waiting, and before anything that others wrote
  /// whether the server can read it; empty for what nobody wants to read.
  ///
  /// @param earlier whether it was said before now
  Optional<String> of(ChatMessage message, boolean earlier) {
    String time = earlier ? time(message.at()) + " " : "";
    return said(message).map(said -> time + (message.open() ? NOT_ENCRYPTED : "") + said);
  }

  /// The beginning of what a message says, in quotes.
  String quote(Optional<ChatMessage> message) {
    String said = harmless(message.map(MessageLine::words).orElse("")).strip();
    if (said.isEmpty()) {
      return "an earlier message";
    }
    int characters = said.codePointCount(0, said.length());
    return characters <= START
        ? "“" + said + "”"
        : "“" + said.substring(0, said.offsetByCodePoints(0, START)) + "…”";
  }

  private static String words(ChatMessage message) {
    return switch (message.content()) {
      case Text(String text) -> text;
      case Post(String markdown) -> markdown;
      case Card card -> card.title();
      case File file -> file.name();
      case Payload _ -> "";
    };
  }

  private String time(Instant at) {
    ZonedDateTime time = at.atZone(zone);
    boolean today = time.toLocalDate().equals(LocalDate.now(zone));
    return (today ? TIME : DAY_AND_TIME).format(time);
  }

  /// `text` without anything a terminal would obey.
  static String harmless(String text) {
    return CONTROLS.matcher(text).replaceAll(" ");
  }

  /// `text` with its line breaks. Further lines are indented: nobody can make one look like the
  /// beginning of somebody else's message.
  static String harmlessLines(String text) {
    return text.strip()
        .lines()
        .map(MessageLine::harmless)
        .collect(Collectors.joining("\n" + FURTHER_LINES));
  }

  private Optional<String> said(ChatMessage message) {
    Payload content = message.content();
    String name = harmless(names.of(message.author()));
    if (content instanceof Recall(MessageId taken)) {
      var what = history.find(message.conversation(), taken);
      return Optional.of("-- " + name + " took back " + quote(what));
    }
    Optional<Snapshot> payment = Snapshot.find(content);
    if (payment.isPresent()) {
      return Optional.of("-- " + paid(payment.get()));
    }
    String author =
        message
            .quote()
            .map(id -> name + ", to " + quote(history.find(message.conversation(), id)))
            .orElse(name);
    Optional<Offered> file = files.add(content);
    if (file.isPresent()) {
      return Optional.of(author + ": " + offer(content, file.get()));
    }
    return switch (content) {
      case ButtonGroup(var buttons) ->
          Optional.of(author + ": offers" + offer(message.conversation(), buttons));
      case Card card -> Optional.of(author + ": " + card(message.conversation(), card));
      case Text(String text) -> Optional.of(author + ": " + harmlessLines(text));
      case Post(String markdown) -> Optional.of(author + ": " + harmlessLines(markdown));
      case SystemConversation event -> event(event, message.author());
      case PlainJson _ -> Optional.empty();
      case Payload.Sendable _, Unknown _ -> named(message.category()).map(it -> author + ": " + it);
      case Payload _ -> Optional.empty();
    };
  }

  private String paid(Snapshot payment) {
    String other = harmless(payment.opponent().map(names::of).orElse("somebody"));
    String much = amount(payment.amount().abs()) + " " + harmless(names.of(payment.asset()));
    // A refund has the id of what it refunds for a memo, for programs.
    boolean said = !payment.memo().isBlank() && !EchoBot.isRefund(payment.memo());
    String memo = said ? ", “" + harmless(payment.memo()).strip() + "”" : "";
    String left = payment.closing().map(it -> " (balance " + amount(it) + ")").orElse("");
    boolean out = payment.amount().signum() < 0;
    return (out ? "You paid " + other : other + " paid you") + " " + much + memo + left;
  }

  /// Such as `1,000.5`.
  static String amount(BigDecimal amount) {
    var format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMaximumFractionDigits(Math.max(0, amount.scale()));
    return format.format(amount);
  }

  private static String offer(Payload content, Offered file) {
    String size = ByteCount.of(file.attachment().size());
    Optional<String> caption =
        switch (content) {
          case Image image -> image.caption();
          case Video video -> video.caption();
          case File plain -> plain.caption();
          default -> Optional.empty();
        };
    String said = caption.map(it -> " " + harmless(it).strip()).orElse("");
    return file.name() + " (" + size + ")" + said + "  -- /save " + file.number() + " fetches it";
  }

  private String card(ConversationId conversation, Card card) {
    String words =
        Stream.of(card.title(), card.description())
            .filter(text -> !text.isBlank())
            .map(MessageLine::harmlessLines)
            .collect(Collectors.joining("\n" + FURTHER_LINES));
    Stream<Button> link = card.action().map(it -> new Button("open", "#000", it)).stream();
    return words + offer(conversation, Stream.concat(card.actions().stream(), link).toList());
  }

  /// A row for each button.
  private String offer(ConversationId conversation, List<Button> offered) {
    var rows = new StringBuilder();
    for (Button button : offered) {
      int number = buttons.add(conversation, button);
      String label = harmless(button.label()).strip();
      rows.append("\n").append(FURTHER_LINES).append("[" + number + "] " + label);
    }
    return offered.isEmpty() ? "" : rows + "  -- /press NUMBER";
  }

  private static Optional<String> named(String category) {
    return category.equals("SIGNAL_KEY") || category.startsWith("SYSTEM_")
        ? Optional.empty()
        : Optional.of("(" + category.toLowerCase(Locale.ROOT).replace('_', ' ') + ")");
  }

  private Optional<String> event(SystemConversation event, UserId author) {
    String actor = harmless(names.of(event.actor().orElse(author)));
    String who = harmless(event.participant().map(names::of).orElse("somebody"));
    return switch (event.action()) {
      case CREATE -> Optional.of("-- " + actor + " made the group");
      case ADD -> Optional.of("-- " + actor + " added " + who);
      case REMOVE -> Optional.of("-- " + actor + " removed " + who);
      case JOIN -> Optional.of("-- " + who + " joined");
      case EXIT -> Optional.of("-- " + who + " left");
      case ROLE, UPDATE, EXPIRE -> Optional.empty();
    };
  }
}
