package dev.hearth.edge.blaze;

import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.BlazeRequest.Parsed;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.Gunzip.Reason;
import dev.hearth.protocol.blaze.Gunzip.Result;

/// The result of unpacking and parsing a frame.
///
/// @param inflatedBytes how much came out of it
record ReadFrame(Parsed parsed, int inflatedBytes) {
  static ReadFrame of(Gunzip gunzip, byte[] bytes, int length, BlazeSettings settings) {
    int most = settings.mostInflated(length);
    return of(gunzip.unpack(bytes, 0, length, most), length, most, settings);
  }

  /// @param length of the frame on the wire
  /// @param most how much was allowed to come out of it
  static ReadFrame of(Result result, int length, int most, BlazeSettings settings) {
    return switch (result) {
      case Result.Unpacked(var json) -> new ReadFrame(BlazeRequest.parse(json), json.length);
      case Result.Refused(Reason reason, var beginning) ->
          new ReadFrame(
              BlazeRequest.begun(beginning, why(reason, most, settings)),
              reason == Reason.TOO_LONG ? most : beginning.length);
    };
  }

  /// Which request it was of which only the beginning is known.
  static Parsed.Malformed ofBeginning(Gunzip gunzip, byte[] bytes, int mostInflated, String why) {
    return switch (gunzip.unpack(bytes, 0, bytes.length, mostInflated)) {
      case Result.Unpacked(var json) -> BlazeRequest.begun(json, why);
      case Result.Refused(_, var beginning) -> BlazeRequest.begun(beginning, why);
    };
  }

  private static String why(Reason reason, int most, BlazeSettings settings) {
    return switch (reason) {
      case NOT_GZIP -> "the frame is not gzip";
      case CORRUPT -> "the frame is cut off or damaged";
      case TRAILING_BYTES -> "something follows the gzip member";
      case TOO_LONG ->
          most == settings.inflatedBytes()
              ? "the frame has more than %s bytes unpacked (socket.most-inflated)".formatted(most)
              : "the frame unpacks to more than %s times its length (socket.most-ratio)"
                  .formatted(settings.inflatedRatio());
    };
  }
}
