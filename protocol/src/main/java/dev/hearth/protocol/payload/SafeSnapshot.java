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

  /// @throws IllegalArgumentException when something is out of its bounds, which are those of
  ///   {@link AccountSnapshot}
  public SafeSnapshot {
    createdAt =
        new AccountSnapshot(
                type, snapshot, asset, opponent, amount, trace, memo, opening, closing, createdAt)
            .createdAt();
  }

  /// The same for a bot written since 2023.
  ///
  /// @param user the party that receives it
  public static SafeSnapshot of(Optional<UserId> user, AccountSnapshot same) {
    return new SafeSnapshot(
        same.type(),
        same.snapshot(),
        same.asset(),
        user,
        same.opponent(),
        same.amount(),
        same.trace(),
        same.memo(),
        same.opening(),
        same.closing(),
        same.createdAt());
  }

  private AccountSnapshot same() {
    return new AccountSnapshot(
        type, snapshot, asset, opponent, amount, trace, memo, opening, closing, createdAt);
  }

  public static Reading<SafeSnapshot> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            of(
                fields.id("user_id").map(UserId::new),
                AccountSnapshot.of(fields, SafeSnapshot::fromHex)));
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
      PayloadJson.write(out, "user_id", user);
      same().write(out, memo.map(SafeSnapshot::toHex));
    });
  }
}
