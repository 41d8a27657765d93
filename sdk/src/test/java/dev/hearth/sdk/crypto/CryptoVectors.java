package dev.hearth.sdk.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Test vectors from other implementations.
final class CryptoVectors {
  private CryptoVectors() {}

  static JsonNode of(String name) {
    try (InputStream in =
        Objects.requireNonNull(CryptoVectors.class.getResourceAsStream("vectors.json"))) {
      return JsonMapper.shared().readTree(in.readAllBytes()).required(name);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).stringValue());
  }
}
