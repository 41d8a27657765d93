package dev.hearth.conformance.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tests of the web messenger's store once more, in browsers: a transaction that waits for
/// WebCrypto ends there before its time, in one of them and not in the other.
@Timeout(120)
class StoreInBrowsersTest {
  @TempDir private Path profile;

  @Test
  void the_store_works_in_firefox() throws IOException {
    assertPasses(
        program("firefox-esr", "firefox"),
        List.of("--headless", "--no-remote", "--profile", profile.toString()));
  }

  @Test
  void the_store_works_in_chromium() throws IOException {
    assertPasses(
        program("chromium", "chromium-browser", "google-chrome"),
        // Without its sandbox, which nobody but a user of the machine may set up: the page is ours.
        List.of("--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + profile));
  }

  private void assertPasses(Path browser, List<String> arguments) throws IOException {
    Process tests = WebScript.start("test/store/serveToBrowser.ts", "--allow-all");
    try (BufferedReader said = tests.inputReader(UTF_8)) {
      List<String> command = new ArrayList<>(List.of(browser.toString()));
      command.addAll(arguments);
      command.add(said.readLine());
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("TMPDIR", profile.toString());
      Process process = builder.start();
      try {
        JsonNode result = JsonMapper.shared().readTree(said.readLine());
        assertThat(result.path("failures").valueStream().map(JsonNode::asString)).isEmpty();
        assertThat(result.path("tests").asInt()).isGreaterThan(10);
      } finally {
        end(process);
      }
    } finally {
      tests.destroy();
      tests.onExit().join();
    }
  }

  /// Returns when nothing of the browser runs, which would still write into its profile.
  private static void end(Process browser) {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(browser.toHandle()), browser.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  private static Path program(String... names) {
    return Stream.of(names)
        .flatMap(name ->
            Stream.of(System.getenv("PATH").split(":", -1)).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "The tests of the web messenger need the program "
                    + names[0]
                    + ", and it is not on the path."));
  }
}
