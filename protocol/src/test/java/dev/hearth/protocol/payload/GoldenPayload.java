package dev.hearth.protocol.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An item of `golden/payloads.json`.
public record GoldenPayload(
    String name,
    String category,
    String by,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    Optional<JsonNode> means,
    Optional<JsonNode> delivered) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public static List<GoldenPayload> all() {
    try (InputStream in = GoldenPayload.class.getResourceAsStream("/golden/payloads.json")) {
      return JSON.readTree(in).valueStream().map(GoldenPayload::of).toList();
    } catch (IOException missing) {
      throw new AssertionError(missing);
    }
  }

  private static GoldenPayload of(JsonNode item) {
    return new GoldenPayload(
        item.get("name").stringValue(),
        item.get("category").stringValue(),
        item.get("by").stringValue(),
        bytes(item),
        Optional.ofNullable(item.get("means")),
        Optional.ofNullable(item.get("delivered")));
  }

  private static byte[] bytes(JsonNode item) {
    if (item.has("text")) {
      return item.get("text").stringValue().getBytes(UTF_8);
    }
    return item.has("base64")
        ? Base64.getDecoder().decode(item.get("base64").stringValue())
        : JSON.writeValueAsBytes(item.get("payload"));
  }
}
