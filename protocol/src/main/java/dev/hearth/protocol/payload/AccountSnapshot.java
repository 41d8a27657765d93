package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/// `SYSTEM_ACCOUNT_SNAPSHOT`: an amount of something changed hands.
///
/// @param type such as `transfer`; 1 to 64 characters
/// @param asset what changed hands
/// @param opponent the other party. Apps read it as `opponent_id`, bot SDKs as `counter_user_id`
/// @param amount a decimal number of up to 40 digits and 18 more behind the point; negative for who
///   pays
/// @param trace the payer's own name for it
/// @param memo up to 1,024 characters
/// @param opening the balance of whoever receives this before it, as a decimal number like `amount`
/// @param closing the balance after it
/// @param createdAt kept to the microsecond
public record AccountSnapshot(
    String type,
    SnapshotId snapshot,
    AssetId asset,
    Optional<UserId> opponent,
    String amount,
    Optional<TraceId> trace,
    Optional<String> memo,
    Optional<String> opening,
    Optional<String> closing,
    Instant createdAt)
    implements Payload {

  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,18})?");

  /// @throws IllegalArgumentException when something is out of its bounds
  public AccountSnapshot {
    Bounds.some("type", type, 64);
    checkDecimal("amount", amount);
    opening.ifPresent(it -> checkDecimal("opening_balance", it));
    closing.ifPresent(it -> checkDecimal("closing_balance", it));
    Bounds.atMost("memo", memo, Bounds.NAME);
    createdAt = Bounds.micros("created_at", createdAt);
  }

  private static void checkDecimal(String what, String text) {
    Bounds.check(
        text.length() <= 64 && DECIMAL.matcher(text).matches(), what + " is not a decimal number");
  }

  public static Reading<AccountSnapshot> parse(byte[] payload) {
    return PayloadJson.object(payload, fields -> of(fields, memo -> memo));
  }

  /// @param memo reads the memo as it is on the wire
  static AccountSnapshot of(Fields fields, UnaryOperator<String> memo) {
    return new AccountSnapshot(
        fields.textOr("type"),
        new SnapshotId(fields.needId("snapshot_id")),
        new AssetId(fields.needId("asset_id")),
        fields.id("opponent_id").or(() -> fields.id("counter_user_id")).map(UserId::new),
        fields.textOr("amount"),
        fields.id("trace_id").map(TraceId::new),
        fields.text("memo").map(memo),
        fields.text("opening_balance"),
        fields.text("closing_balance"),
        fields
            .time("created_at")
            .orElseThrow(() -> new InvalidPayload("created_at is missing or no time")));
  }

  @Override
  public String category() {
    return "SYSTEM_ACCOUNT_SNAPSHOT";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      PayloadJson.write(out, "counter_user_id", opponent);
      write(out, memo);
    });
  }

  /// Writes the fields that {@link SafeSnapshot} has, too.
  ///
  /// @param sentMemo the memo as it is on the wire
  void write(JsonGenerator out, Optional<String> sentMemo) {
    out.writeStringProperty("type", type);
    out.writeStringProperty("snapshot_id", snapshot.toString());
    out.writeStringProperty("asset_id", asset.toString());
    PayloadJson.write(out, "opponent_id", opponent);
    out.writeStringProperty("amount", amount);
    PayloadJson.write(out, "trace_id", trace);
    PayloadJson.write(out, "memo", sentMemo);
    PayloadJson.write(out, "opening_balance", opening);
    PayloadJson.write(out, "closing_balance", closing);
    PayloadJson.writeTime(out, "created_at", createdAt);
  }
}
