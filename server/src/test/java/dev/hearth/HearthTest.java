package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.settings.InvalidSettings;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HearthTest {
  private static final String ANY_PORT = "server.port = 0\n";

  @TempDir private Path base;

  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void a_server_answers_while_it_runs_and_is_gone_afterwards() throws Exception {
    RunningServer used;
    try (var server = start(ANY_PORT)) {
      used = server;
      assertThat(health(server)).isEqualTo(200);
      assertThat(server.folder().directory()).isEqualTo(base.toRealPath().resolve("data"));
    }

    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> health(used));
    assertThat(base.resolve("data/admin.json")).doesNotExist();
  }

  @Test
  void a_folder_has_one_server_at_a_time() throws Exception {
    try (var _ = start(ANY_PORT)) {
      assertThatExceptionOfType(StartRefused.class)
          .isThrownBy(() -> start(ANY_PORT))
          .withMessageContaining("in use");
    }
    try (var server = start(ANY_PORT)) {
      assertThat(health(server)).isEqualTo(200);
    }
  }

  @Test
  void a_port_that_is_taken_is_told_and_leaves_the_folder_free() {
    try (var server = start(ANY_PORT)) {
      String taken = "server.port = %d\ndata.folder = other".formatted(server.api().getPort());
      assertThatExceptionOfType(StartRefused.class)
          .isThrownBy(() -> start(taken))
          .withMessageContaining("can't listen on");
    }
    start(ANY_PORT + "data.folder = other").close();
  }

  @Test
  void an_unknown_setting_stops_the_start() {
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> Hearth.of("server.prot = 1", base))
        .withMessage("there is no setting server.prot; did you mean server.port?");
    assertThat(base.resolve("data")).doesNotExist();
  }

  private RunningServer start(String settings) {
    return Hearth.of(settings, base).start();
  }

  private int health(RunningServer server) throws Exception {
    var request = HttpRequest.newBuilder(server.api().resolve("/health")).build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }
}
