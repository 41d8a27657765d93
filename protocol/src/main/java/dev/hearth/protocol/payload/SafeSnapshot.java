package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// `SYSTEM_SAFE_SNAPSHOT`: what {@link AccountSnapshot} says, for bots written since 2023. Its memo
/// is in hex on the wire.
///
/// @param type such as `snapshot`; 1 to 64 characters
/// @param user the party that receives it
/// @param opponent the other party
/// @param amount a decimal number, as in {@link AccountSnapshot}
/// @param memo as text, up to 1,024 characters
/// @param createdAt kept to the microsecond
public record SafeSnapshot(
    String type,
    SnapshotId snapshot,
    AssetId asset,
    Optional<UserId> user,
    Optional<UserId> opponent,
    String amount,
    Optional<TraceId> trace,
    Optional<String> memo,
    Optional<String> opening,
    Optional<String> closing,
    Instant createdAt)
    implements Payload {

  /// @throws IllegalArgumentException when something is out of its bounds
  public SafeSnapshot {
    Bounds.some("type", type, 64);
    AccountSnapshot.checkDecimal("amount", amount);
    opening.ifPresent(it -> AccountSnapshot.checkDecimal("opening_balance", it));
    closing.ifPresent(it -> AccountSnapshot.checkDecimal("closing_balance", it));
    Bounds.atMost("memo", memo, Bounds.NAME);
    createdAt = Bounds.micros("created_at", createdAt);
  }

  public static Reading<SafeSnapshot> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new SafeSnapshot(
                fields.textOr("type"),
                new SnapshotId(fields.needId("snapshot_id")),
                new AssetId(fields.needId("asset_id")),
                fields.id("user_id").map(UserId::new),
                fields.id("opponent_id").map(UserId::new),
                fields.textOr("amount"),
                fields.id("trace_id").map(TraceId::new),
                fields.text("memo").map(SafeSnapshot::fromHex),
                fields.text("opening_balance"),
                fields.text("closing_balance"),
                fields
                    .time("created_at")
                    .orElseThrow(() -> new InvalidPayload("created_at is missing or no time"))));
  }

  private static String fromHex(String hex) {
    try {
      return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException otherwise) {
      throw new InvalidPayload("memo is not hex");
    }
  }

  /// A memo as it is on the wire.
  public static String toHex(String memo) {
    return HexFormat.of().formatHex(memo.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String category() {
    return "SYSTEM_SAFE_SNAPSHOT";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeStringProperty("type", type);
      out.writeStringProperty("snapshot_id", snapshot.toString());
      out.writeStringProperty("asset_id", asset.toString());
      PayloadJson.write(out, "user_id", user);
      PayloadJson.write(out, "opponent_id", opponent);
      out.writeStringProperty("amount", amount);
      PayloadJson.write(out, "trace_id", trace);
      PayloadJson.write(out, "memo", memo.map(SafeSnapshot::toHex));
      PayloadJson.write(out, "opening_balance", opening);
      PayloadJson.write(out, "closing_balance", closing);
      PayloadJson.writeTime(out, "created_at", createdAt);
    });
  }
}
