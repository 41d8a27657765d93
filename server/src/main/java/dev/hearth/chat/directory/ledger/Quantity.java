package dev.hearth.chat.directory.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/// How much of an asset, exactly: a number of its smallest units.
///
/// @param precision how many decimals the asset is counted with
public record Quantity(long units, int precision) {
  /// The most units that there may be of an asset.
  static final long MOST_UNITS = Long.MAX_VALUE - 1;

  private static final BigInteger TOO_MUCH = BigInteger.valueOf(MOST_UNITS + 1);

  /// The quantity that an amount is; empty when it is finer than the asset is counted, or not above
  /// 0. An amount of more units than there may be is one more than that: nobody has it.
  static Optional<Quantity> find(BigDecimal amount, int precision) {
    BigDecimal units = amount.movePointRight(precision).stripTrailingZeros();
    return units.scale() > 0 || units.signum() <= 0
        ? Optional.empty()
        : Optional.of(new Quantity(units.toBigInteger().min(TOO_MUCH).longValueExact(), precision));
  }

  /// A decimal number, without zeros at its end: `-10.5`.
  @Override
  public String toString() {
    return BigDecimal.valueOf(units, precision).stripTrailingZeros().toPlainString();
  }
}
