package dev.hearth.edge.media;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which part of some bytes a client wants.
sealed interface ByteRange {
  record Whole() implements ByteRange {}

  /// @param length more than 0
  record Part(long from, long length) implements ByteRange {
    String header(long size) {
      return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
  }

  /// The file has none of these bytes.
  record Beyond() implements ByteRange {}

  Pattern ONE = Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

  /// The part of `size` bytes that a `Range` header asks for. Anything but one range of bytes is
  /// ignored, as HTTP allows: then the client gets all of them.
  static ByteRange of(Optional<String> header, long size) {
    Matcher range = ONE.matcher(header.orElse(""));
    if (!range.matches()) {
      return new Whole();
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : part(size - Long.parseLong(last), size - 1, size);
    }
    long end = last.isEmpty() ? size - 1 : Long.parseLong(last);
    long begin = Long.parseLong(first);
    // A range that runs backwards is not valid, so it is ignored.
    return !last.isEmpty() && end < begin ? new Whole() : part(begin, end, size);
  }

  private static ByteRange part(long first, long last, long size) {
    long from = Math.max(0, first);
    long to = Math.min(last, size - 1);
    return from > to ? new Beyond() : new Part(from, to - from + 1);
  }
}
