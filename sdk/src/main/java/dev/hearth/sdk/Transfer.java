package dev.hearth.sdk;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.math.BigDecimal;

/// A transfer to make with [HearthApi#pay]. Its trace is chosen here: sent twice, it is made once.
///
/// @param amount more than 0, with at most as many decimals as the asset is counted with; otherwise
///   the server refuses it
/// @param memo a note for both parties, up to 200 characters; "" for nothing. The server can read
///   it
public record Transfer(AssetId asset, UserId payee, BigDecimal amount, TraceId trace, String memo) {
  private static final int MOST_DIGITS = 40;

  /// @throws IllegalArgumentException when the amount has more than 40 digits before or behind the
  ///   point, which no server reads
  public Transfer {
    if (amount.scale() > MOST_DIGITS
        || (long) amount.precision() - amount.scale() > MOST_DIGITS
        || amount.precision() > 2 * MOST_DIGITS) {
      throw new IllegalArgumentException("an amount has at most 40 digits");
    }
  }

  /// A transfer without a memo, under a fresh trace.
  public static Transfer of(AssetId asset, UserId payee, BigDecimal amount) {
    return new Transfer(asset, payee, amount, TraceId.random(), "");
  }

  /// The same transfer under this trace.
  public Transfer withTrace(TraceId other) {
    return new Transfer(asset, payee, amount, other, memo);
  }

  /// The same transfer with this memo.
  public Transfer withMemo(String other) {
    return new Transfer(asset, payee, amount, trace, other);
  }
}
