package dev.hearth.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The golden frames, and what stands beside them, as inputs to begin with.
public final class Golden {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Golden() {}

  /// Every item of one of the golden files.
  public static JsonNode file(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      return JSON.readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The lines of a file of inputs beside the golden ones.
  static List<String> lines(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<byte[]> requests() {
    return frames("requests.json");
  }

  static List<byte[]> replies() {
    return frames("server-frames.json");
  }

  /// The params of the golden requests, alone and in a list: what bodies of the HTTP API carry.
  static List<byte[]> bodies() {
    var bodies = new ArrayList<byte[]>();
    for (JsonNode each : file("requests.json")) {
      JsonNode params = each.path("frame").path("params");
      if (params.isObject()) {
        bodies.add(bytes(params));
        bodies.add(("[" + params + "]").getBytes(StandardCharsets.UTF_8));
      }
    }
    return bodies;
  }

  private static List<byte[]> frames(String name) {
    var frames = new ArrayList<byte[]>();
    file(name).forEach(each -> frames.add(bytes(each.path("frame"))));
    return frames;
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
