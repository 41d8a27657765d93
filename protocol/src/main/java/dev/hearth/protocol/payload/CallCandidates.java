package dev.hearth.protocol.payload;

import java.util.List;

/// `WEBRTC_ICE_CANDIDATE`: addresses at which one side of a call may be reached.
///
/// @param candidates 1 to 256 of them
public record CallCandidates(List<Candidate> candidates) implements Payload.Sendable {
  public static final int MOST_CANDIDATES = 256;

  /// An address, as WebRTC spells it.
  ///
  /// @param sdp 1 to 4,096 characters
  /// @param mid the media it is for, up to 1,024 characters
  /// @param lineIndex the line of the description that it is for, from 0
  public record Candidate(String sdp, String mid, int lineIndex) {

    /// @throws IllegalArgumentException when something is out of its bounds
    public Candidate {
      Bounds.some("sdp", sdp, Bounds.URL);
      Bounds.atMost("sdpMid", mid, Bounds.NAME);
      Bounds.notNegative("sdpMLineIndex", lineIndex);
    }

    // Phones say sdp; browsers say candidate.
    private static Candidate from(Fields fields) {
      return new Candidate(
          fields.text("sdp").or(() -> fields.text("candidate")).orElse(""),
          fields.textOr("sdpMid"),
          fields.intOr0("sdpMLineIndex"));
    }
  }

  /// @throws IllegalArgumentException when the list is empty or has too many candidates
  public CallCandidates {
    candidates = Bounds.list("the list", candidates, MOST_CANDIDATES);
  }

  public static Reading<CallCandidates> parse(byte[] payload) {
    return PayloadJson.list(
        payload,
        MOST_CANDIDATES,
        items -> new CallCandidates(items.stream().map(Candidate::from).toList()));
  }

  @Override
  public String category() {
    return "WEBRTC_ICE_CANDIDATE";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.write(out -> {
      out.writeStartArray();
      for (Candidate each : candidates) {
        out.writeStartObject();
        out.writeStringProperty("sdp", each.sdp);
        out.writeStringProperty("sdpMid", each.mid);
        out.writeNumberProperty("sdpMLineIndex", each.lineIndex);
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }
}
