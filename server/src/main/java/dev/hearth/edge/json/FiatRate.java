package dev.hearth.edge.json;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// The price of one US dollar in a currency.
///
/// @param code of ISO 4217, such as `EUR`
/// @param rate more than 0
public record FiatRate(String code, BigDecimal rate) {
  public static final FiatRate DOLLAR = new FiatRate("USD", BigDecimal.ONE);

  private static final Pattern TEXT = Pattern.compile("([A-Z]{3}) (\\d{1,9}(?:\\.\\d{1,8})?)");

  public FiatRate {
    if (rate.signum() <= 0) {
      throw new IllegalArgumentException("a rate is more than 0");
    }
  }

  /// Reads `EUR 0.92`; empty when it is something else.
  public static Optional<FiatRate> find(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches() || new BigDecimal(parts.group(2)).signum() == 0) {
      return Optional.empty();
    }
    return Optional.of(new FiatRate(parts.group(1), new BigDecimal(parts.group(2))));
  }
}
