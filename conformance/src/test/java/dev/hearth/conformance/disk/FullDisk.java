package dev.hearth.conformance.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.kill.Rounds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rounds of load over a disk that fills up without warning, in the middle of a write, and then has
/// room again. The server refuses with the documented codes, delivers the messages that it
/// answered, and continues by itself.
class FullDisk {
  private static final int ROUNDS = Integer.getInteger("hearth.rounds", 10);
  private static final int MOST_ROOM = 60_000;

  /// 16 MiB, to which the server cuts the write-ahead log of its directory, in pages of 4 KiB.
  private static final int MOST_PAGES_IN_LOG = 4_096;

  /// 7000 and 7001 from the log, 500 over HTTP.
  private static final Integer[] CODES = {500, 7000, 7001};

  private static final Pattern ERROR = Pattern.compile("(?m)^.* ERROR .*$");
  private static final Pattern TRACE = Pattern.compile("(?m)^\\s+at .*$");

  @TempDir Path folder;
  @TempDir Path work;

  private static final class Filling extends Disk {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Budget budget;
    private final Map<String, String> environment;
    private Optional<Client> probe = Optional.empty();
    private int full;

    Filling(Path work, Map<String, String> more) throws IOException {
      super(work);
      budget = new Budget(work.resolve("budget"));
      environment = new HashMap<>(more);
      environment.put("HEARTH_DISK_BUDGET", budget.file().toString());
    }

    @Override
    public PackedServer start(Path folder) {
      PackedServer server = start(folder, environment);
      if (probe.isEmpty()) {
        probe = Optional.of(server.door().person("Probe"));
      }
      return server;
    }

    @Override
    public boolean fillsUp() {
      return true;
    }

    @Override
    public long patienceSeconds() {
      return 30;
    }

    @Override
    public void fill(Random random) {
      budget.set(random.nextInt(3) == 0 ? 0 : random.nextInt(MOST_ROOM));
    }

    @Override
    public void makeRoom() {
      budget.lift();
    }

    @Override
    public void whileFull(PackedServer server) throws Exception {
      Client client = probe.orElseThrow();
      assertThat(client.get(server.api(), "/me").path("full_name").asString()).isNotEmpty();
      budget.set(0);
      full++;
      JsonNode refused = changeUntilRefused(server, client);
      assertThat(refused.path("error").path("code").asInt()).as("%s", refused).isEqualTo(500);
      assertThat(refused.path("error").path("description").asString()).contains("disk is full");
      assertThat(http.send(request(server, "/health").build(), BodyHandlers.ofString()))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(503))
          .satisfies(answer -> assertThat(answer.body()).contains("the disk is full"));
      assertThat(client.get(server.api(), "/me").path("full_name").asString()).isNotEmpty();
    }

    /// SQLite writes over the beginning of its write-ahead log, once that was written back. This
    /// takes no room, so that changes succeed on a full disk until the log has to grow.
    private JsonNode changeUntilRefused(PackedServer server, Client client)
        throws IOException, InterruptedException {
      for (int i = 0; i < MOST_PAGES_IN_LOG; i++) {
        String body = "{\"full_name\":\"Probed " + i + "\"}";
        JsonNode answer = JsonMapper.shared().readTree(post(server, client, "/me", body));
        if (answer.has("error")) {
          return answer;
        }
      }
      throw new AssertionError(MOST_PAGES_IN_LOG + " changes were written on a full disk");
    }

    private String post(PackedServer server, Client client, String target, String body)
        throws IOException, InterruptedException {
      var request =
          request(server, target)
              .header("Authorization", "Bearer " + client.token("POST", target, body))
              .POST(BodyPublishers.ofString(body))
              .build();
      return http.send(request, BodyHandlers.ofString()).body();
    }

    private static HttpRequest.Builder request(PackedServer server, String target) {
      return HttpRequest.newBuilder(URI.create(server.api() + target));
    }
  }

  @Test
  void a_server_on_a_full_disk_refuses_and_continues_when_there_is_room() throws Exception {
    rounds("full disk", Map.of());
  }

  @Test
  void it_does_so_where_nothing_is_written_of_what_does_not_fit() throws Exception {
    rounds("full disk, no short writes", Map.of("HEARTH_DISK_WHOLE", "yes"));
  }

  private void rounds(String what, Map<String, String> environment) throws Exception {
    var disk = new Filling(work, environment);
    try (var rounds = new Rounds(folder, disk, what, ROUNDS, Rounds.seed())) {
      rounds.run();
      assertThat(disk.full).isEqualTo(ROUNDS);
      assertThat(rounds.refusals()).isNotEmpty();
      assertThat(rounds.refusals().keySet()).isSubsetOf(CODES);
    }
    String output = java.nio.file.Files.readString(folder.resolve("output.txt"));
    assertThat(TRACE.matcher(output).results().count()).as(output).isZero();
    assertThat(ERROR.matcher(output).results().count()).as(output).isLessThan(3L * ROUNDS);
  }
}
