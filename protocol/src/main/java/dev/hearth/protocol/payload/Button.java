package dev.hearth.protocol.payload;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/// A button under a card or in a group of buttons.
///
/// @param label 1 to 36 characters
/// @param color `#RGB`, `#RRGGBB` or `#AARRGGBB`, or the name of a colour: a phone shows nothing of
///   a message with a colour that it can't read
/// @param action what it does: a URL, or `input:` and what is to be said; 1 to 4,096 characters
public record Button(String label, String color, String action) {
  public static final int MOST_LABEL_CHARACTERS = 36;

  private static final String SAYING = "input:";
  private static final Pattern COLOR =
      Pattern.compile("#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|#[0-9a-fA-F]{8}|[a-zA-Z]{3,32}");

  /// @throws IllegalArgumentException when something is out of its bounds
  public Button {
    Bounds.some("label", label, MOST_LABEL_CHARACTERS);
    Bounds.check(color.length() <= 32 && COLOR.matcher(color).matches(), "color is no #RRGGBB");
    Bounds.some("action", action, Bounds.URL);
  }

  /// A button that says something in the name of whoever presses it.
  ///
  /// @param words what it says, such as `/vote tea`
  public static Button saying(String label, String color, String words) {
    return new Button(label, color, SAYING + words);
  }

  /// The text that pressing the button sends; empty when it opens a URL.
  public Optional<String> says() {
    return action.startsWith(SAYING)
        ? Optional.of(action.substring(SAYING.length()))
        : Optional.empty();
  }

  static Button from(Fields fields) {
    return new Button(fields.textOr("label"), fields.textOr("color"), fields.textOr("action"));
  }

  void write(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("label", label);
    out.writeStringProperty("color", color);
    out.writeStringProperty("action", action);
    out.writeEndObject();
  }
}
