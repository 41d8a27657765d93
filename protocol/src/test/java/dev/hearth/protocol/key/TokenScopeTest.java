package dev.hearth.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenScopeTest {
  private static final String OF_APPS =
      "PROFILE:READ PROFILE:WRITE PHONE:READ PHONE:WRITE CONTACTS:READ CONTACTS:WRITE MESSAGES:READ"
          + " MESSAGES:WRITE ASSETS:READ SNAPSHOTS:READ CIRCLES:READ CIRCLES:WRITE STICKERS:READ"
          + " STICKERS:WRITE";

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "FULL", "PROFILE:READ FULL", OF_APPS, "APPS:READ " + OF_APPS})
  void a_token_of_full_scope_does_everything(String claim) {
    var scope = TokenScope.of(claim);

    assertThat(scope.isFull()).isTrue();
    assertThat(scope.allows("ANYTHING:WRITE")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "PROFILE:READ", " PROFILE:READ  CONTACTS:READ ", "nonsense"})
  void any_other_token_does_what_it_names(String claim) {
    var scope = TokenScope.of(claim);

    assertThat(scope.isFull()).isFalse();
    assertThat(scope.allows("MESSAGES:WRITE")).isFalse();
    assertThat(scope.allows("PROFILE:READ")).isEqualTo(claim.contains("PROFILE:READ"));
  }

  @Test
  void the_list_of_apps_with_one_name_less_is_not_full() {
    assertThat(TokenScope.of(OF_APPS.replace("PHONE:WRITE", "")).isFull()).isFalse();
  }
}
