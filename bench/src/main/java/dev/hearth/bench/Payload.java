package dev.hearth.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/// The payload of every message of a run.
///
/// @param bytes as its sender writes it
/// @param asPushed as it stands in `data` of a push
record Payload(
    @SuppressWarnings("ArrayRecordComponent") byte[] bytes,
    @SuppressWarnings("ArrayRecordComponent") byte[] asPushed) {

  /// A text of `length` letters and spaces.
  static Payload text(int length) {
    var random = new Random(length);
    var text = new StringBuilder(length);
    while (text.length() < length) {
      text.append(random.nextInt(6) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return new Payload(bytes, Base64.getEncoder().encode(bytes));
  }
}
