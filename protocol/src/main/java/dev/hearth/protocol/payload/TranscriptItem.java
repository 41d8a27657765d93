package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/// One message of a transcript, as whoever forwards it quotes it. Texts are up to 65,536 characters
/// unless it says otherwise.
///
/// @param transcript the message that carries the transcript
/// @param message the message as it was
/// @param user its author; empty when the transcript hides them
/// @param userFullName up to 1,024 characters
/// @param category such as `PLAIN_TEXT`
/// @param createdAt kept to the microsecond
/// @param content its payload as text; for an attachment its id
/// @param sharedUser whom a contact is about
/// @param mentions a JSON list, as text
/// @param quoteContent what `quote` said, as the apps keep it
public record TranscriptItem(
    MessageId transcript,
    MessageId message,
    Optional<UserId> user,
    Optional<String> userFullName,
    String category,
    Optional<Instant> createdAt,
    Optional<String> content,
    TranscriptMedia media,
    Optional<UUID> sticker,
    Optional<UserId> sharedUser,
    Optional<String> mentions,
    Optional<MessageId> quote,
    Optional<String> quoteContent,
    Optional<String> caption) {

  /// @throws IllegalArgumentException when something is out of its bounds
  public TranscriptItem {
    Bounds.check(Category.isWellFormed(category), "category is missing or none");
    Bounds.atMost("user_full_name", userFullName, Bounds.NAME);
    Bounds.atMost("content", content, Bounds.WORDS);
    Bounds.atMost("mentions", mentions, Bounds.WORDS);
    Bounds.atMost("quote_content", quoteContent, Bounds.WORDS);
    Bounds.atMost("caption", caption, Bounds.WORDS);
    createdAt = createdAt.map(time -> Bounds.micros("created_at", time));
  }

  /// A text that `user` wrote.
  public static TranscriptItem text(
      MessageId transcript, MessageId message, UserId user, String name, Instant at, String text) {
    return new TranscriptItem(
        transcript,
        message,
        Optional.of(user),
        Optional.of(name),
        "PLAIN_TEXT",
        Optional.of(at),
        Optional.of(text),
        TranscriptMedia.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static TranscriptItem from(Fields fields) {
    return new TranscriptItem(
        new MessageId(fields.needId("transcript_id")),
        new MessageId(fields.needId("message_id")),
        fields.id("user_id").map(UserId::new),
        fields.text("user_full_name"),
        fields.textOr("category"),
        fields.time("created_at"),
        fields.text("content"),
        TranscriptMedia.from(fields),
        fields.id("sticker_id"),
        fields.id("shared_user_id").map(UserId::new),
        fields.text("mentions"),
        fields.id("quote_id").map(MessageId::new),
        fields.text("quote_content"),
        fields.text("caption"));
  }

  void write(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("transcript_id", transcript.toString());
    out.writeStringProperty("message_id", message.toString());
    PayloadJson.write(out, "user_id", user);
    PayloadJson.write(out, "user_full_name", userFullName);
    out.writeStringProperty("category", category);
    createdAt.ifPresent(time -> PayloadJson.writeTime(out, "created_at", time));
    PayloadJson.write(out, "content", content);
    media.write(out);
    PayloadJson.write(out, "sticker_id", sticker);
    PayloadJson.write(out, "shared_user_id", sharedUser);
    PayloadJson.write(out, "mentions", mentions);
    PayloadJson.write(out, "quote_id", quote);
    PayloadJson.write(out, "quote_content", quoteContent);
    PayloadJson.write(out, "caption", caption);
    out.writeEndObject();
  }
}
