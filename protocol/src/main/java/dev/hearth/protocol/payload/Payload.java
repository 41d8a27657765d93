package dev.hearth.protocol.payload;

import dev.hearth.protocol.Category;
import dev.hearth.protocol.CategoryFamily;

/// What a message says: one record for each kind.
public sealed interface Payload {

  /// The category under which it is sent, readable by the server.
  String category();

  /// The payload as every client reads it.
  byte[] toBytes();

  /// Reads the payload of a message. What is inside a `SIGNAL_` message nobody knows here; a
  /// category that this version has never heard of is not understood either.
  static Reading<? extends Payload> read(String category, byte[] payload) {
    if (Category.family(category) == CategoryFamily.ENCRYPTED) {
      return Encrypted.parse(category, payload);
    }
    return switch (category) {
      case "PLAIN_IMAGE" -> Image.parse(payload);
      case "PLAIN_VIDEO" -> Video.parse(payload);
      case "PLAIN_AUDIO" -> Audio.parse(payload);
      case "PLAIN_DATA" -> File.parse(payload);
      case "APP_BUTTON_GROUP" -> ButtonGroup.parse(payload);
      case "APP_CARD" -> Card.parse(payload);
      case "MESSAGE_RECALL" -> Recall.parse(payload);
      case "MESSAGE_PIN" -> Pin.parse(payload);
      default -> new Reading.NotUnderstood<>("a category without a known payload");
    };
  }

  /// What a client may send.
  sealed interface Sendable extends Payload
      permits Audio, ButtonGroup, Card, Encrypted, File, Image, Pin, Recall, Video {}
}
