package dev.hearth.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Attached;
import dev.hearth.protocol.payload.ButtonGroup;
import dev.hearth.protocol.payload.Card;
import dev.hearth.protocol.payload.Contact;
import dev.hearth.protocol.payload.Live;
import dev.hearth.protocol.payload.Location;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Post;
import dev.hearth.protocol.payload.Sticker;
import dev.hearth.protocol.payload.Text;
import dev.hearth.protocol.payload.Transcript;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Snapshot;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A message of a chat, as it is shown and kept.
///
/// @param open whether the server could read it
record ChatMessage(
    MessageId id,
    ConversationId conversation,
    UserId author,
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    Optional<MessageId> quote,
    Instant at,
    boolean open) {

  private static final JsonMapper JSON = JsonMapper.shared();

  ChatMessage {
    payload = payload.clone();
  }

  static ChatMessage of(IncomingMessage message) {
    // The server's own messages have no session, and are not said to be open.
    boolean open = message.session().isPresent() && message.protection() == Protection.NONE;
    return new ChatMessage(
        message.id(),
        message.conversation(),
        message.author(),
        message.category(),
        message.payload(),
        message.quote(),
        message.createdAt(),
        open);
  }

  static ChatMessage of(OutgoingMessage message, UserId author, Instant at, boolean open) {
    return new ChatMessage(
        message.id(),
        message.conversation(),
        author,
        message.category(),
        message.payload(),
        message.quote(),
        at,
        open);
  }

  @Override
  public byte[] payload() {
    return payload.clone();
  }

  Payload content() {
    return Payload.of(category, payload);
  }

  /// Whether somebody says something with it, which can be answered and taken back.
  boolean saysSomething() {
    return switch (content()) {
      case Text _, Post _, Attached _, ButtonGroup _, Card _ -> true;
      case Contact _, Live _, Location _, Sticker _, Transcript _ -> true;
      case Payload _ -> false;
    };
  }

  /// Whether it is shown again later: what somebody said, and what they paid.
  boolean isKept() {
    return saysSomething() || Snapshot.find(content()).isPresent();
  }

  byte[] toJson() {
    var json =
        JSON.createObjectNode()
            .put("author", author.toString())
            .put("category", category)
            .put("payload", payload)
            .put("at", at.toString())
            .put("open", open);
    quote.ifPresent(it -> json.put("quote", it.toString()));
    return json.toString().getBytes(UTF_8);
  }

  /// Reads what {@link #toJson} wrote.
  static Optional<ChatMessage> parse(ConversationId conversation, MessageId id, byte[] json) {
    try {
      JsonNode node = JSON.readTree(json);
      return UserId.find(node.path("author").asString())
          .map(author ->
              new ChatMessage(
                  id,
                  conversation,
                  author,
                  node.path("category").asString(),
                  node.path("payload").binaryValue(),
                  MessageId.find(node.path("quote").asString("")),
                  Instant.parse(node.path("at").asString()),
                  node.path("open").asBoolean()));
    } catch (JacksonException | DateTimeParseException ofAnotherVersion) {
      return Optional.empty();
    }
  }
}
