package dev.hearth.protocol.payload;

/// The content of a message: one record for each kind, to switch over.
public sealed interface Payload
    permits Payload.Sendable,
        AccountSnapshot,
        SafeSnapshot,
        SystemCircle,
        SystemConversation,
        SystemSession,
        SystemUser,
        Unknown {

  /// The payloads that a client may send.
  sealed interface Sendable extends Payload
      permits Attached,
          ButtonGroup,
          CallCandidates,
          CallDescription,
          CallEnd,
          Card,
          Contact,
          Encrypted,
          Live,
          Location,
          Pin,
          PlainJson,
          Post,
          Recall,
          Sticker,
          Text,
          Transcript {}

  /// The category under which it is sent.
  String category();

  /// The payload as every client reads it.
  byte[] toBytes();

  /// Reads the payload of a message. The content of a `SIGNAL_` message and unknown categories are
  /// not understood.
  static Reading<? extends Payload> read(String category, byte[] payload) {
    if (Category.family(category) == CategoryFamily.ENCRYPTED) {
      return Encrypted.parse(category, payload);
    }
    return switch (category) {
      case "PLAIN_TEXT" -> Text.parse(payload);
      case "PLAIN_POST" -> Post.parse(payload);
      case "PLAIN_IMAGE" -> Image.parse(payload);
      case "PLAIN_VIDEO" -> Video.parse(payload);
      case "PLAIN_AUDIO" -> Audio.parse(payload);
      case "PLAIN_DATA" -> File.parse(payload);
      case "PLAIN_STICKER" -> Sticker.parse(payload);
      case "PLAIN_CONTACT" -> Contact.parse(payload);
      case "PLAIN_LIVE" -> Live.parse(payload);
      case "PLAIN_LOCATION" -> Location.parse(payload);
      case "PLAIN_TRANSCRIPT" -> Transcript.parse(payload);
      case "PLAIN_JSON" -> PlainJson.parse(payload);
      case "APP_BUTTON_GROUP" -> ButtonGroup.parse(payload);
      case "APP_CARD" -> Card.parse(payload);
      case "MESSAGE_RECALL" -> Recall.parse(payload);
      case "MESSAGE_PIN" -> Pin.parse(payload);
      case "WEBRTC_AUDIO_OFFER", "WEBRTC_AUDIO_ANSWER" -> CallDescription.parse(payload);
      case "WEBRTC_ICE_CANDIDATE" -> CallCandidates.parse(payload);
      case "WEBRTC_AUDIO_CANCEL" -> new Reading.Understood<>(CallEnd.CANCEL);
      case "WEBRTC_AUDIO_DECLINE" -> new Reading.Understood<>(CallEnd.DECLINE);
      case "WEBRTC_AUDIO_END" -> new Reading.Understood<>(CallEnd.END);
      case "WEBRTC_AUDIO_BUSY" -> new Reading.Understood<>(CallEnd.BUSY);
      case "WEBRTC_AUDIO_FAILED" -> new Reading.Understood<>(CallEnd.FAILED);
      case "SYSTEM_CONVERSATION" -> SystemConversation.parse(payload);
      case "SYSTEM_USER" -> SystemUser.parse(payload);
      case "SYSTEM_CIRCLE" -> SystemCircle.parse(payload);
      case "SYSTEM_SESSION" -> SystemSession.parse(payload);
      case "SYSTEM_ACCOUNT_SNAPSHOT" -> AccountSnapshot.parse(payload);
      case "SYSTEM_SAFE_SNAPSHOT" -> SafeSnapshot.parse(payload);
      default -> new Reading.NotUnderstood<>("a category whose payload is not known");
    };
  }

  /// The same, for whoever shows it: what is not understood is [Unknown].
  static Payload of(String category, byte[] payload) {
    return switch (read(category, payload)) {
      case Reading.Understood<? extends Payload>(Payload understood) -> understood;
      case Reading.NotUnderstood<? extends Payload>(String why) ->
          new Unknown(category, payload, why);
    };
  }
}
