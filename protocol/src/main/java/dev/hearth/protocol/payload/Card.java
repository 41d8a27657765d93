package dev.hearth.protocol.payload;

import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// `APP_CARD`: a picture, a few words and something to do. With an `action` it has the old look, in
/// which all of it is one link; without, the new one with buttons.
///
/// @param app the bot it comes from. A server adds its sender when it is absent
/// @param icon a URL of up to 4,096 characters
/// @param cover a wide picture, in the new look
/// @param title up to 128 characters
/// @param description up to 1,024 characters; without both texts there is a cover
/// @param action a URL of up to 4,096 characters, or `input:` and what is to be said
/// @param actions up to 18 buttons
/// @param shareable whether clients offer to forward it
/// @param updatedAt since when the bot's profile is as it is: clients fetch it when it differs from
///   what they know. A server adds it when it is absent; kept to the microsecond
public record Card(
    Optional<UserId> app,
    Optional<String> icon,
    Optional<Cover> cover,
    String title,
    String description,
    Optional<String> action,
    List<Button> actions,
    boolean shareable,
    Optional<Instant> updatedAt)
    implements Payload.Sendable {

  private static final int MOST_TITLE_CHARACTERS = 128;
  private static final int MOST_DESCRIPTION_CHARACTERS = 1024;

  /// A wide picture on a card.
  ///
  /// @param url 1 to 4,096 characters
  /// @param mimeType up to 255 characters; "" when only its URL is known
  /// @param width in pixels; 0 when not known
  /// @param height likewise
  /// @param thumbnail a small JPEG as base64, or a blurhash; up to 262,144 characters
  public record Cover(
      String url, String mimeType, int width, int height, Optional<String> thumbnail) {

    /// @throws IllegalArgumentException when something is out of its bounds
    public Cover {
      Bounds.some("cover.url", url, Bounds.URL);
      Bounds.atMost("cover.mime_type", mimeType, 255);
      Bounds.notNegative("cover.width", width);
      Bounds.notNegative("cover.height", height);
      Bounds.atMost("cover.thumbnail", thumbnail, Bounds.THUMBNAIL);
    }

    /// A cover of which only the address is known.
    public static Cover of(String url) {
      return new Cover(url, "", 0, 0, Optional.empty());
    }

    private boolean isMoreThanUrl() {
      return !mimeType.isEmpty() || width > 0 || height > 0 || thumbnail.isPresent();
    }

    private static Optional<Cover> from(Fields card) {
      return card.object("cover")
          .filter(fields -> fields.text("url").isPresent())
          .map(fields ->
              new Cover(
                  fields.textOr("url"),
                  fields.textOr("mime_type"),
                  fields.intOr0("width"),
                  fields.intOr0("height"),
                  fields.text("thumbnail")))
          .or(() -> card.text("cover_url").map(Cover::of));
    }

    private void write(JsonGenerator out) {
      out.writeStringProperty("cover_url", url);
      if (isMoreThanUrl()) {
        out.writeObjectPropertyStart("cover");
        out.writeStringProperty("url", url);
        out.writeStringProperty("mime_type", mimeType);
        out.writeNumberProperty("width", width);
        out.writeNumberProperty("height", height);
        PayloadJson.write(out, "thumbnail", thumbnail);
        out.writeEndObject();
      }
    }
  }

  /// @throws IllegalArgumentException when something is out of its bounds
  public Card {
    Bounds.atMost("icon_url", icon, Bounds.URL);
    Bounds.atMost("title", title, MOST_TITLE_CHARACTERS);
    Bounds.atMost("description", description, MOST_DESCRIPTION_CHARACTERS);
    Bounds.check(
        !title.isEmpty() || !description.isEmpty() || cover.isPresent(), "title is missing");
    Bounds.atMost("action", action, Bounds.URL);
    Bounds.check(
        actions.size() <= ButtonGroup.MOST_BUTTONS,
        "actions has more than " + ButtonGroup.MOST_BUTTONS + " items");
    actions = List.copyOf(actions);
    updatedAt = updatedAt.map(time -> Bounds.micros("updated_at", time));
  }

  /// A card with the old look, which opens `action`.
  public static Card link(String icon, String title, String description, String action) {
    return new Card(
        Optional.empty(),
        Optional.of(icon),
        Optional.empty(),
        title,
        description,
        Optional.of(action),
        List.of(),
        true,
        Optional.empty());
  }

  /// A card with the new look.
  public static Card of(String title, String description, List<Button> actions) {
    return new Card(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        title,
        description,
        Optional.empty(),
        actions,
        true,
        Optional.empty());
  }

  /// The same card with a cover.
  public Card withCover(Cover other) {
    return new Card(
        app, icon, Optional.of(other), title, description, action, actions, shareable, updatedAt);
  }

  public static Reading<Card> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new Card(
                fields.id("app_id").map(UserId::new),
                fields.text("icon_url"),
                Cover.from(fields),
                fields.textOr("title"),
                fields.textOr("description"),
                fields.text("action"),
                fields.objects("actions", ButtonGroup.MOST_BUTTONS).stream()
                    .map(Button::from)
                    .toList(),
                !fields.isFalse("shareable"),
                fields.time("updated_at")));
  }

  /// A card's payload for every client: `app_id` and `updated_at` are added if they are absent,
  /// null, empty or not text. Every other byte stays; a payload that is not an object stays
  /// unchanged.
  ///
  /// @param updatedAt when the app's profile last changed, in microseconds since the epoch
  /// @return `payload` itself when there is nothing to add; otherwise new bytes
  public static byte[] completed(byte[] payload, UserId app, long updatedAt) {
    byte[] named = JsonSpans.withText(payload, "app_id", app.toString());
    return JsonSpans.withText(named, "updated_at", WireTime.format(updatedAt));
  }

  @Override
  public String category() {
    return "APP_CARD";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      PayloadJson.write(out, "app_id", app);
      PayloadJson.write(out, "icon_url", icon);
      cover.ifPresent(it -> it.write(out));
      out.writeStringProperty("title", title);
      out.writeStringProperty("description", description);
      PayloadJson.write(out, "action", action);
      if (!actions.isEmpty()) {
        out.writeArrayPropertyStart("actions");
        actions.forEach(button -> button.write(out));
        out.writeEndArray();
      }
      out.writeBooleanProperty("shareable", shareable);
      updatedAt.ifPresent(time -> PayloadJson.writeTime(out, "updated_at", time));
    });
  }
}
