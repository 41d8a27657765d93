package dev.hearth.chat.directory.ledger;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// A transfer that somebody asks for.
///
/// @param trace the payer's own id for it
/// @param memo "" for nothing
public record NewTransfer(
    TraceId trace, AssetId asset, UserId payee, BigDecimal amount, String memo) {
  /// How many characters a memo may have.
  public static final int LONGEST_MEMO = 200;

  /// Longer ones are more than anybody has.
  private static final Pattern AMOUNT =
      Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?");

  /// The amount that a client wrote, as text or as a number; empty when it is not a decimal number
  /// of usual length.
  public static Optional<BigDecimal> findAmount(String text) {
    return AMOUNT.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  boolean hasMemoTooLong() {
    return memo.codePointCount(0, memo.length()) > LONGEST_MEMO;
  }
}
