package dev.hearth.edge.web;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Headers that say what a client takes: `text/html, application/xml;q=0.9, */*;q=0.8`.
final class AcceptHeader {
  private static final Pattern ZERO = Pattern.compile("q=0(\\.0*)?");

  private AcceptHeader() {}

  /// Whether the header names this, itself and not by a wildcard, and doesn't refuse it.
  static boolean names(String header, String wanted) {
    return Stream.of(header.toLowerCase(Locale.ROOT).split(",", -1))
        .map(one -> one.split(";", -1))
        .anyMatch(parts ->
            parts[0].strip().equals(wanted)
                && Stream.of(parts)
                    .skip(1)
                    .noneMatch(part -> ZERO.matcher(part.strip()).matches()));
  }
}
