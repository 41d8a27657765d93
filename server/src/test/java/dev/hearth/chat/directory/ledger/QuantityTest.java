package dev.hearth.chat.directory.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "1.5, 150, 1.5",
    "1.50, 150, 1.5",
    "1.500, 150, 1.5",
    "100, 10000, 100",
    "1e2, 10000, 100",
    "0.01, 1, 0.01",
    "92233720368547758.07, 9223372036854775807, 92233720368547758.07"
  })
  void an_amount_is_a_whole_number_of_the_smallest_unit(String amount, long units, String text) {
    assertThat(Quantity.find(new BigDecimal(amount), 2))
        .hasValueSatisfying(quantity -> {
          assertThat(quantity.units()).isEqualTo(units);
          assertThat(quantity).hasToString(text);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.00", "0.001", "1.005", "-1", "-0.01", "1e-3"})
  void an_amount_is_above_0_and_not_finer_than_the_smallest_unit(String amount) {
    assertThat(Quantity.find(new BigDecimal(amount), 2)).isEmpty();
  }

  @Test
  void an_amount_that_no_balance_can_hold_is_more_than_there_may_be() {
    assertThat(Quantity.find(new BigDecimal("1e99"), 2))
        .contains(new Quantity(Quantity.MOST_UNITS + 1, 2));
  }

  @Test
  void a_quantity_below_0_has_its_sign() {
    assertThat(new Quantity(-105, 1)).hasToString("-10.5");
    assertThat(new Quantity(0, 8)).hasToString("0");
    assertThat(new Quantity(-7, 0)).hasToString("-7");
  }
}
