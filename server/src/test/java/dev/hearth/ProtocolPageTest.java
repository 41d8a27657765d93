package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolPageTest {

  @ParameterizedTest
  @EnumSource
  void every_refusal_has_a_line_on_the_page_about_the_protocol(ErrorCode refusal) {
    assertThat(ProtocolPage.text())
        .contains(
            "| %d | %d | `%s` | ".formatted(refusal.status(), refusal.code(), refusal.name()));
  }
}
