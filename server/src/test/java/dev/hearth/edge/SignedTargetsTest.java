package dev.hearth.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignedTargetsTest {
  @Test
  void the_raw_target_comes_first_then_the_ways_that_clients_cut_it() {
    assertThat(SignedTargets.of("GET", "/me?a=1", Optional.of("me.example.org:8480")))
        .containsExactly("/me?a=1", ":8480/me?a=1", "me?a=1", "/me.example.org:8480/me?a=1", "/me");
    assertThat(SignedTargets.of("POST", "/messages", Optional.of("chat.example.org")))
        .containsExactly("/messages", "messages");
  }

  /// `Host` is the client's own choice: with a token that somebody caught, it must not reach
  /// another resource than the one that was signed.
  @ParameterizedTest
  @CsvSource({
    "/me, users",
    "/me, users:80",
    "/, users",
    "/me, h:8480/users",
    "/me, 'h:/users'",
    "/status/1, messages",
    "/me, me/users",
    "/me, 'me?'"
  })
  void a_host_widens_nothing(String target, String host) {
    assertThat(SignedTargets.of("GET", target, Optional.of(host)))
        .allMatch(signed ->
            signed.equals(target)
                || signed.equals(target.substring(1))
                || signed.matches(":\\d{1,5}" + target));
    assertThat(SignedTargets.ofBlaze(target, Optional.of(host)))
        .noneMatch(signed -> signed.contains("users") || signed.contains("messages"));
  }
}
