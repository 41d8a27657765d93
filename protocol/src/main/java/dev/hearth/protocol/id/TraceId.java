package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// The payer's own id for a transfer: a transfer asked for twice under one id is made once.
public record TraceId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static TraceId of(String text) {
    return new TraceId(Uuids.parse(text, "trace id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<TraceId> find(String text) {
    return Uuids.find(text).map(TraceId::new);
  }

  public static TraceId random() {
    return new TraceId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
