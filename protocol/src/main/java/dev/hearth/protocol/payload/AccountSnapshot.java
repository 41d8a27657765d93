package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// `SYSTEM_ACCOUNT_SNAPSHOT`: an amount of something changed hands.
///
/// @param type such as `transfer`; 1 to 64 characters
/// @param asset what changed hands
/// @param opponent the other party. Apps read it as `opponent_id`, bot SDKs as `counter_user_id`
/// @param amount a decimal number of up to 40 digits and 18 more behind the point; negative for who
///   pays
/// @param trace the payer's own name for it
/// @param memo up to 1,024 characters
/// @param createdAt kept to the microsecond
public record AccountSnapshot(
    String type,
    UUID snapshot,
    UUID asset,
    Optional<UserId> opponent,
    String amount,
    Optional<UUID> trace,
    Optional<String> memo,
    Instant createdAt)
    implements Payload {

  private static final Pattern AMOUNT = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,18})?");

  /// @throws IllegalArgumentException when something is out of its bounds
  public AccountSnapshot {
    Bounds.some("type", type, 64);
    Bounds.check(
        amount.length() <= 64 && AMOUNT.matcher(amount).matches(),
        "amount is not a decimal number");
    Bounds.atMost("memo", memo, Bounds.NAME);
    createdAt = Bounds.micros("created_at", createdAt);
  }

  public static Reading<AccountSnapshot> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new AccountSnapshot(
                fields.textOr("type"),
                fields.needId("snapshot_id"),
                fields.needId("asset_id"),
                fields.id("opponent_id").or(() -> fields.id("counter_user_id")).map(UserId::new),
                fields.textOr("amount"),
                fields.id("trace_id"),
                fields.text("memo"),
                fields
                    .time("created_at")
                    .orElseThrow(() -> new InvalidPayload("created_at is missing or no time"))));
  }

  @Override
  public String category() {
    return "SYSTEM_ACCOUNT_SNAPSHOT";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeStringProperty("type", type);
      out.writeStringProperty("snapshot_id", snapshot.toString());
      out.writeStringProperty("asset_id", asset.toString());
      PayloadJson.write(out, "opponent_id", opponent);
      PayloadJson.write(out, "counter_user_id", opponent);
      out.writeStringProperty("amount", amount);
      PayloadJson.write(out, "trace_id", trace);
      PayloadJson.write(out, "memo", memo);
      PayloadJson.writeTime(out, "created_at", createdAt);
    });
  }
}
