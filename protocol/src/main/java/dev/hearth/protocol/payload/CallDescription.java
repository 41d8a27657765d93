package dev.hearth.protocol.payload;

/// `WEBRTC_AUDIO_OFFER`, `WEBRTC_AUDIO_ANSWER`: what one side of a call offers, or takes.
///
/// @param sdp a session description as WebRTC makes it, 1 to 65,536 characters
public record CallDescription(DescriptionType type, String sdp) implements Payload.Sendable {

  public enum DescriptionType {
    OFFER,
    ANSWER;

    private String wire() {
      return this == OFFER ? "offer" : "answer";
    }
  }

  /// @throws IllegalArgumentException when the description is empty or too long
  public CallDescription {
    Bounds.some("sdp", sdp, Bounds.WORDS);
  }

  public static Reading<CallDescription> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new CallDescription(
                switch (fields.textOr("type")) {
                  case "offer" -> DescriptionType.OFFER;
                  case "answer" -> DescriptionType.ANSWER;
                  default -> throw new InvalidPayload("type is neither offer nor answer");
                },
                fields.textOr("sdp")));
  }

  @Override
  public String category() {
    return "WEBRTC_AUDIO_" + type;
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeStringProperty("sdp", sdp);
      out.writeStringProperty("type", type.wire());
    });
  }
}
