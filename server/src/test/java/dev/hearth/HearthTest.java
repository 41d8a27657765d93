package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.edge.command.RunningServer;
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

  private final Hearth hearth = new Hearth();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void a_server_answers_while_it_runs_and_is_gone_afterwards() throws Exception {
    var servers = new RunningServer[1];

    hearth.run(
        ANY_PORT,
        base,
        server -> {
          servers[0] = server;
          assertThat(health(server)).isEqualTo(200);
          assertThat(server.folder().directory()).isEqualTo(base.toRealPath().resolve("data"));
        });

    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> health(servers[0]));
    assertThat(base.resolve("data/admin.json")).doesNotExist();
  }

  @Test
  void a_folder_has_one_server_at_a_time() throws Exception {
    hearth.run(
        ANY_PORT,
        base,
        server ->
            assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> hearth.run(ANY_PORT, base, second -> {}))
                .withMessageContaining("in use"));
    hearth.run(ANY_PORT, base, server -> assertThat(health(server)).isEqualTo(200));
  }

  @Test
  void a_port_that_is_taken_is_told_and_leaves_the_folder_free() throws Exception {
    hearth.run(
        ANY_PORT,
        base,
        server -> {
          String taken = "server.port = %d\ndata.folder = other".formatted(server.api().getPort());
          assertThatExceptionOfType(StartRefused.class)
              .isThrownBy(() -> hearth.run(taken, base, second -> {}))
              .withMessageContaining("can't listen on");
        });
    hearth.run(ANY_PORT + "data.folder = other", base, server -> {});
  }

  @Test
  void an_unknown_setting_stops_the_start() {
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> hearth.run("server.prot = 1", base, server -> {}))
        .withMessage("there is no setting server.prot; did you mean server.port?");
    assertThat(base.resolve("data")).doesNotExist();
  }

  private int health(RunningServer server) throws Exception {
    var request = HttpRequest.newBuilder(server.api().resolve("/health")).build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }
}
