package dev.hearth.protocol.payload;

import java.util.List;

/// `APP_BUTTON_GROUP`: buttons that a bot offers.
///
/// @param buttons 1 to 18 of them
public record ButtonGroup(List<Button> buttons) implements Payload.Sendable {
  public static final int MOST_BUTTONS = 18;

  /// @throws IllegalArgumentException when the list is empty or has too many buttons
  public ButtonGroup {
    buttons = Bounds.list("the list", buttons, MOST_BUTTONS);
  }

  public static Reading<ButtonGroup> parse(byte[] payload) {
    return PayloadJson.list(
        payload, MOST_BUTTONS, items -> new ButtonGroup(items.stream().map(Button::from).toList()));
  }

  @Override
  public String category() {
    return "APP_BUTTON_GROUP";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.write(out -> {
      out.writeStartArray();
      buttons.forEach(button -> button.write(out));
      out.writeEndArray();
    });
  }
}
