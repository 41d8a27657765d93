package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// Something that the ledger counts, such as points or credits.
public record AssetId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static AssetId of(String text) {
    return new AssetId(Uuids.parse(text, "asset id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<AssetId> find(String text) {
    return Uuids.find(text).map(AssetId::new);
  }

  public static AssetId random() {
    return new AssetId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
