package dev.hearth.protocol.key;

import dev.hearth.protocol.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// The keys that a device leaves with the server, so that others can begin conversations with it
/// while it is away.
///
/// @param identity the account's
/// @param oneTime to add to those that are there; their numbers are distinct, at most [#MOST_KEYS]
public record PreKeyUpload(
    Curve25519PublicKey identity, SignedPreKey signed, List<OneTimePreKey> oneTime) {
  /// How many one-time keys an upload may have. Clients send 700, or 500.
  public static final int MOST_KEYS = 2_000;

  /// The outcome of reading an upload.
  public sealed interface ParsedUpload {
    record Upload(PreKeyUpload keys) implements ParsedUpload {}

    /// @param field the first that is missing or wrong
    record Invalid(String field) implements ParsedUpload {}
  }

  /// Reads the body of a request over HTTP; empty when it is not one JSON object.
  public static Optional<ParsedUpload> readBody(byte[] json) {
    return Json.readOneOrMany(json, PreKeyReader::upload)
        .filter(all -> all.size() == 1)
        .map(List::getFirst);
  }

  public PreKeyUpload {
    oneTime = List.copyOf(oneTime);
    Set<Long> ids = new HashSet<>();
    if (oneTime.size() > MOST_KEYS || !oneTime.stream().allMatch(key -> ids.add(key.id()))) {
      throw new IllegalArgumentException("too many one-time keys, or two of the same number");
    }
  }

  /// Writes it as an object.
  public void writeTo(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("identity_key", identity.toString());
    out.writeName("signed_pre_key");
    signed.writeTo(out);
    out.writeArrayPropertyStart("one_time_pre_keys");
    for (OneTimePreKey key : oneTime) {
      out.writeStartObject();
      out.writeNumberProperty("key_id", key.id());
      out.writeStringProperty("pub_key", key.key().toString());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
