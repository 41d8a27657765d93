package dev.hearth.protocol.id;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// The change of a balance that a transfer made: each of its two parties has one.
public record SnapshotId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static SnapshotId of(String text) {
    return new SnapshotId(Uuids.parse(text, "snapshot id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<SnapshotId> find(String text) {
    return Uuids.find(text).map(SnapshotId::new);
  }

  /// The one snapshot that a transfer leaves with one of its parties.
  public static SnapshotId ofTransfer(TraceId trace, UserId party) {
    String both = trace.toString() + party;
    return new SnapshotId(UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8)));
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
