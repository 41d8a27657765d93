package dev.hearth.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.edge.LoggedLines;
import org.junit.jupiter.api.Test;

class OnLossTest {
  @Test
  void a_loss_that_the_operator_accepts_is_in_the_log_and_in_the_audit() {
    try (var log = new LoggedLines()) {
      OnLoss.ACCEPT.found("directory.db is missing");

      assertThat(log.lines())
          .contains(
              "Accepted as lost: directory.db is missing",
              "loss-accepted by=operator/--accept-loss what=\"directory.db is missing\"");
    }
  }

  @Test
  void a_loss_that_is_not_accepted_says_what_can_be_done() {
    assertThatThrownBy(() -> OnLoss.REFUSE.found("directory.db is missing"))
        .isInstanceOf(StartRefused.class)
        .hasMessage(
            "directory.db is missing; restore the data folder from a backup, or start with"
                + " --accept-loss to continue without what is lost");
  }
}
