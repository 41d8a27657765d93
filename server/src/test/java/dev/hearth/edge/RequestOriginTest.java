package dev.hearth.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestOriginTest {
  @ParameterizedTest
  @CsvSource({
    "https, true",
    "HTTPS, true",
    "'https, http', true",
    "'https,http', true",
    "'http, https', false",
    "http, false",
    "'', false",
    "', https', false"
  })
  void the_first_of_several_proxies_speaks_with_the_client(String forwarded, boolean https) {
    assertThat(RequestOrigin.isHttps(forwarded)).isEqualTo(https);
  }
}
