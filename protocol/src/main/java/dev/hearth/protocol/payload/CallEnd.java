package dev.hearth.protocol.payload;

/// `WEBRTC_AUDIO_CANCEL` and the others with which a call ends, or doesn't begin. They carry
/// nothing: the category says it all.
public enum CallEnd implements Payload.Sendable {
  /// The caller gives up.
  CANCEL,
  /// The called user does not want to answer.
  DECLINE,
  /// Either side hangs up.
  END,
  /// The called user is in another call.
  BUSY,
  /// It could not be connected.
  FAILED;

  @Override
  public String category() {
    return "WEBRTC_AUDIO_" + name();
  }

  @Override
  public byte[] toBytes() {
    return new byte[0];
  }
}
