package dev.hearth.protocol.payload;

import dev.hearth.fuzz.Golden;
import dev.hearth.protocol.WireBase64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Parses the payload of a message, with its category in front: a parsed payload is the same after
/// it is written and read again.
public final class PayloadFuzz {
  private static final byte BETWEEN = '\n';

  private PayloadFuzz() {}

  public static List<byte[]> seeds() {
    var seeds = new ArrayList<byte[]>();
    for (JsonNode each : Golden.file("payloads.json")) {
      String payload =
          each.has("text")
              ? each.path("text").asString()
              : each.has("payload")
                  ? each.path("payload").toString()
                  : new String(
                      WireBase64.decode(each.path("base64").asString()).orElseThrow(),
                      StandardCharsets.ISO_8859_1);
      seeds.add(
          (each.path("category").asString() + "\n" + payload)
              .getBytes(each.has("base64") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    int end = 0;
    while (end < input.length && input[end] != BETWEEN) {
      end++;
    }
    String category = new String(input, 0, end, StandardCharsets.US_ASCII);
    byte[] bytes =
        end < input.length ? Arrays.copyOfRange(input, end + 1, input.length) : new byte[0];
    if (Payload.read(category, bytes)
        instanceof Reading.Understood<? extends Payload>(var payload)) {
      byte[] written = payload.toBytes();
      if (!(Payload.read(category, written)
          instanceof Reading.Understood<? extends Payload>(var again))) {
        throw new AssertionError(category + " is not understood any more once it was written");
      }
      if (!Arrays.equals(again.toBytes(), written)) {
        throw new AssertionError(category + " changes each time it is written");
      }
    }
  }
}
