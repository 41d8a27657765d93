package dev.hearth.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A request as JSON bytes with room for ids: made once, filled in for every send.
final class Template {
  /// Stands for an id in the text of a template.
  static final String ID = "?".repeat(Ids.LENGTH);

  private final byte[] bytes;
  private final int[] rooms;

  private Template(byte[] bytes, int[] rooms) {
    this.bytes = bytes;
    this.rooms = rooms;
  }

  static Template of(String text) {
    List<Integer> rooms = new ArrayList<>();
    for (int at = text.indexOf(ID); at >= 0; at = text.indexOf(ID, at + Ids.LENGTH)) {
      rooms.add(at);
    }
    return new Template(
        text.getBytes(StandardCharsets.US_ASCII),
        rooms.stream().mapToInt(Integer::intValue).toArray());
  }

  /// The bytes with the ids of `highs` put in, in order. The array is the template's own: good
  /// until the next call, from one thread.
  byte[] fill(Ids ids, long... highs) {
    if (highs.length != rooms.length) {
      throw new IllegalArgumentException(highs.length + " ids for " + rooms.length + " rooms");
    }
    for (int i = 0; i < rooms.length; i++) {
      ids.write(bytes, rooms[i], highs[i]);
    }
    return bytes;
  }
}
