package dev.hearth.edge.command;

import dev.hearth.protocol.UserId;
import dev.hearth.sdk.IncomingMessage;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes a line of a message. What others wrote moves no cursor and rings no bell.
final class MessageLine {
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final Names names;
  private final ZoneId zone;

  MessageLine(Names names, ZoneId zone) {
    this.names = names;
    this.zone = zone;
  }

  /// The line, with the time when it had been waiting; empty for what nobody wants to read.
  Optional<String> of(IncomingMessage message) {
    String time = message.pending() ? TIME.format(message.createdAt().atZone(zone)) + " " : "";
    return said(message).map(said -> time + said);
  }

  /// `text` without anything a terminal would obey.
  static String harmless(String text) {
    return CONTROLS.matcher(text).replaceAll(" ");
  }

  private Optional<String> said(IncomingMessage message) {
    String author = harmless(names.of(message.author()));
    String category = message.category();
    return switch (category) {
      case "PLAIN_TEXT", "PLAIN_POST" ->
          Optional.of(author + ": " + harmless(message.text()).strip());
      case "SYSTEM_CONVERSATION" -> event(message);
      case "PLAIN_JSON", "SIGNAL_KEY" -> Optional.empty();
      default ->
          category.startsWith("SYSTEM_")
              ? Optional.empty()
              : Optional.of(
                  author + ": (" + category.toLowerCase(Locale.ROOT).replace('_', ' ') + ")");
    };
  }

  private Optional<String> event(IncomingMessage message) {
    JsonNode event;
    try {
      event = JsonMapper.shared().readTree(message.payload());
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
    String actor = name(event.path("user_id").asString(""), names.of(message.author()));
    String who = name(event.path("participant_id").asString(""), "somebody");
    return switch (event.path("action").asString("")) {
      case "CREATE" -> Optional.of("-- " + actor + " made the group");
      case "ADD" -> Optional.of("-- " + actor + " added " + who);
      case "REMOVE" -> Optional.of("-- " + actor + " removed " + who);
      case "JOIN" -> Optional.of("-- " + who + " joined");
      case "EXIT" -> Optional.of("-- " + who + " left");
      default -> Optional.empty();
    };
  }

  private String name(String id, String otherwise) {
    return harmless(UserId.find(id).map(names::of).orElse(otherwise));
  }
}
