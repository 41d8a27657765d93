package dev.hearth.protocol.payload;

import java.util.List;

/// `PLAIN_TRANSCRIPT`: a stretch of another conversation, as somebody forwards it.
///
/// @param items 1 to 1,024 messages, in order
public record Transcript(List<TranscriptItem> items) implements Payload.Sendable {
  public static final int MOST_ITEMS = 1024;

  /// @throws IllegalArgumentException when the list is empty or has too many items
  public Transcript {
    items = Bounds.list("the list", items, MOST_ITEMS);
  }

  public static Reading<Transcript> parse(byte[] payload) {
    return PayloadJson.list(
        payload,
        MOST_ITEMS,
        items -> new Transcript(items.stream().map(TranscriptItem::from).toList()));
  }

  @Override
  public String category() {
    return "PLAIN_TRANSCRIPT";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.write(out -> {
      out.writeStartArray();
      items.forEach(item -> item.write(out));
      out.writeEndArray();
    });
  }
}
