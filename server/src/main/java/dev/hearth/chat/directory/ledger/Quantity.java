package dev.hearth.chat.directory.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/// How much of an asset, exactly: a number of its smallest units.
///
/// @param precision how many decimals the asset is counted with
public record Quantity(long units, int precision) {
  /// An amount that no balance can hold is still counted, so that it is refused like any other that
  /// is too much.
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  /// The quantity that an amount is; empty when it is finer than the asset is counted, or not above
  /// 0. An amount beyond 2^63 - 1 units is that many.
  static Optional<Quantity> find(BigDecimal amount, int precision) {
    BigDecimal units = amount.movePointRight(precision).stripTrailingZeros();
    return units.scale() > 0 || units.signum() <= 0
        ? Optional.empty()
        : Optional.of(new Quantity(units.toBigInteger().min(MOST).longValueExact(), precision));
  }

  /// A decimal number, without zeros at its end: `-10.5`.
  @Override
  public String toString() {
    return BigDecimal.valueOf(units, precision).stripTrailingZeros().toPlainString();
  }
}
