package dev.hearth.edge.blaze;

import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.BlazeRequest.ParsedRequest;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.Gunzip.GunzipOutcome;
import dev.hearth.protocol.blaze.Gunzip.NotGunzipped;

/// The result of unpacking and parsing a frame.
///
/// @param inflatedBytes how much came out of it
record ReadFrame(ParsedRequest parsed, int inflatedBytes) {
  static ReadFrame of(Gunzip gunzip, byte[] bytes, int length, BlazeSettings settings) {
    int most = settings.mostInflated(length);
    return of(gunzip.unpack(bytes, 0, length, most), length, most, settings);
  }

  /// @param length of the frame on the wire
  /// @param most how much was allowed to come out of it
  static ReadFrame of(GunzipOutcome result, int length, int most, BlazeSettings settings) {
    return switch (result) {
      case GunzipOutcome.Unpacked(var json) -> new ReadFrame(BlazeRequest.parse(json), json.length);
      case GunzipOutcome.Refused(NotGunzipped reason, var beginning) ->
          new ReadFrame(
              BlazeRequest.begun(beginning, why(reason, most, settings)),
              reason == NotGunzipped.TOO_LONG ? most : beginning.length);
    };
  }

  /// Which request it was of which only the beginning is known.
  static ParsedRequest.Malformed ofBeginning(
      Gunzip gunzip, byte[] bytes, int mostInflated, String why) {
    return switch (gunzip.unpack(bytes, 0, bytes.length, mostInflated)) {
      case GunzipOutcome.Unpacked(var json) -> BlazeRequest.begun(json, why);
      case GunzipOutcome.Refused(_, var beginning) -> BlazeRequest.begun(beginning, why);
    };
  }

  private static String why(NotGunzipped reason, int most, BlazeSettings settings) {
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
