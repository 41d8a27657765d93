package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.math.BigDecimal;

/// A transfer that somebody asks for.
///
/// @param trace the payer's own id for it
/// @param memo "" for nothing
public record NewTransfer(
    TraceId trace, AssetId asset, UserId payee, BigDecimal amount, String memo) {
  /// How many characters a memo may have.
  public static final int LONGEST_MEMO = 200;

  boolean hasMemoTooLong() {
    return memo.codePointCount(0, memo.length()) > LONGEST_MEMO;
  }
}
