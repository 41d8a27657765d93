package dev.hearth.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOptionsTest {

  @Test
  void one_address_is_enough() {
    var open = ClientOptions.at(URI.create("http://127.0.0.1:7070"));
    var secure = ClientOptions.at(URI.create("https://chat.example/"));

    assertThat(open.api()).isEqualTo(URI.create("http://127.0.0.1:7070/"));
    assertThat(open.blaze()).isEqualTo(URI.create("ws://127.0.0.1:7070/"));
    assertThat(secure.api()).isEqualTo(URI.create("https://chat.example/"));
    assertThat(secure.blaze()).isEqualTo(URI.create("wss://chat.example/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:7070",
        "chat.example",
        "wss://chat.example",
        "ftp://chat.example",
        "mailto:chat@example.org",
        "https://example.org/chat"
      })
  void text_that_is_not_an_address_of_a_server_is_refused(String address) {
    assertThatThrownBy(() -> ClientOptions.at(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(address);
  }
}
