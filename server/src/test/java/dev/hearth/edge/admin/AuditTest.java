package dev.hearth.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.hearth.TestingHearth;
import dev.hearth.edge.http.ApiRoutes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The lines that say which operator's command and which session changed something.
class AuditTest {
  private static final String ID = "[0-9a-f-]{36}";

  private final Logger audit = (Logger) LoggerFactory.getLogger("audit");
  private final Lines lines = new Lines();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<String> asked = new TreeSet<>();
  private TestingHearth hearth;
  private JsonNode admin;
  private Path folder;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    lines.start();
    audit.setLevel(Level.INFO);
    audit.addAppender(lines);
    hearth = TestingHearth.start(temporary.resolve("data"), 0);
    Path file = hearth.running().folder().file("admin.json");
    admin = JsonMapper.shared().readTree(Files.readString(file));
  }

  @AfterEach
  void stop() {
    hearth.close();
    audit.detachAppender(lines);
    http.close();
  }

  @Test
  void every_change_that_the_operator_asks_for_is_a_line_without_names_or_secrets()
      throws Exception {
    JsonNode alice = ask("POST /users", "/users", "{\"name\":\"Alice Canary\"}").path("users");
    String user = alice.path(0).path("user_id").asString();
    String number = alice.path(0).path("identity_number").asString();
    String session = alice.path(0).path("legacy_keystore").path("session_id").asString();
    assertLine("user-added by=operator user=" + user + " number=" + number + " session=" + session);

    ask("POST /users", "/users", "{\"name\":\"Bot Canary\",\"bot\":true}");
    assertLine("bot-added by=operator user=" + ID + " number=7\\d+ session=" + ID);

    ask("POST /users/:id/sessions", "/users/" + user + "/sessions", "{}");
    assertLine("session-added by=operator user=" + user + " number=" + number + " session=" + ID);

    JsonNode code = ask("POST /users/:number/code", "/users/" + number + "/code", "{}");
    assertLine("sign-in-code-issued by=operator user=" + user + " number=" + number);

    ask("DELETE /sessions/:id", "/sessions/" + session, "");
    assertLine("session-revoked by=operator session=" + session);
    assertLine("session-ended by=server user=" + user + " session=" + session);

    // Nothing changes, so nothing is said.
    int before = lines.texts.size();
    ask("DELETE /sessions/:id", "/sessions/" + session, "");
    ask("DELETE /users/:number/pin", "/users/" + number + "/pin", "");
    assertThat(lines.texts).hasSize(before);

    Path kept = folder.resolve("my backups");
    ask("POST /backups", "/backups", "{\"folder\":\"" + kept + "\"}");
    assertLine("backup-made by=operator folder=\"" + kept + "/[^\"]+\"");

    assertThat(asked).isEqualTo(changingRoutes());
    assertThat(String.join("\n", lines.texts))
        .doesNotContain("Canary", code.path("code").asString(), "\"private_key\"");
  }

  private Set<String> changingRoutes() {
    var routes = new ApiRoutes();
    AdminResources.of(
            hearth.running().chat().directory().accounts(),
            hearth.running().chat().directory().signInCodes(),
            hearth.running().chat().directory().pins(),
            keep -> keep)
        .forEach(resource -> resource.addTo(routes));
    return routes.all().stream()
        .filter(route -> !route.method().name().equals("GET"))
        .map(route -> route.method() + " " + route.path())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void assertLine(String pattern) {
    assertThat(lines.texts).anyMatch(line -> line.matches(pattern));
  }

  private JsonNode ask(String route, String path, String body) throws Exception {
    asked.add(route);
    var request =
        HttpRequest.newBuilder(URI.create(admin.path("url").asString() + path))
            .header("Authorization", "Bearer " + admin.path("token").asString())
            .method(route.split(" ", 2)[0], BodyPublishers.ofString(body))
            .build();
    return JsonMapper.shared().readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      texts.add(event.getFormattedMessage());
    }
  }
}
