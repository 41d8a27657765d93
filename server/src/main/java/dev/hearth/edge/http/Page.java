package dev.hearth.edge.http;

import dev.hearth.protocol.WireTime;

/// The part of a list that a request asks for, by `offset`, a time, and `limit`.
///
/// @param after microseconds since the epoch: only younger items are listed
/// @param limit at most this many items
public record Page(long after, int limit) {
  /// More digits are more than any page has.
  private static final int LONGEST_LIMIT = 9;

  /// From the beginning, and a whole page, where the request doesn't say; a limit beyond `most`
  /// counts as `most`.
  public static Page of(ApiRequest request, int most) {
    long after = request.findQuery("offset").map(Page::time).orElse(0L);
    int limit = request.findQuery("limit").map(Page::number).orElse(most);
    return new Page(after, Math.min(limit, most));
  }

  private static long time(String text) {
    // A plus that was not escaped has become a space on its way.
    return WireTime.parse(text.replace(' ', '+'))
        .orElseThrow(() -> RequestRefused.invalid("offset", "It is a time, as RFC 3339 has it."));
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1," + LONGEST_LIMIT + "}") || Integer.parseInt(text) == 0) {
      throw RequestRefused.invalid("limit", "It is a whole number from 1.");
    }
    return Integer.parseInt(text);
  }
}
