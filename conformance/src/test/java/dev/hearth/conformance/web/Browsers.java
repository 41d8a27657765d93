package dev.hearth.conformance.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The browsers of this machine, driven by the tests. One thread.
final class Browsers implements AutoCloseable {
  /// How long a test waits for a page.
  static final double PATIENCE = 20_000;

  private final Playwright playwright;
  private final List<ProcessHandle> driver;
  private Optional<Browser> chromium = Optional.empty();
  private Optional<Browser> firefox = Optional.empty();

  private Browsers(Playwright playwright, List<ProcessHandle> driver) {
    this.playwright = playwright;
    this.driver = driver;
  }

  static Browsers open() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    var before = ProcessHandle.current().children().collect(Collectors.toSet());
    Playwright playwright = Playwright.create();
    return new Browsers(
        playwright,
        ProcessHandle.current().children().filter(child -> !before.contains(child)).toList());
  }

  Browser chromium() {
    if (chromium.isEmpty()) {
      chromium =
          Optional.of(
              playwright
                  .chromium()
                  .launch(
                      options(List.of("chromium", "chromium-browser", "google-chrome"))
                          // A camera and a microphone of its own, for calls.
                          .setArgs(
                              List.of(
                                  "--use-fake-device-for-media-stream",
                                  "--use-fake-ui-for-media-stream"))));
    }
    return chromium.get();
  }

  Browser firefox() {
    if (firefox.isEmpty()) {
      firefox =
          Optional.of(
              playwright
                  .firefox()
                  // As it is installed, without the changes that Playwright's own has.
                  .launch(options(List.of("firefox-esr", "firefox")).setChannel("moz-firefox")));
    }
    return firefox.get();
  }

  private static BrowserType.LaunchOptions options(List<String> names) {
    return new BrowserType.LaunchOptions()
        .setExecutablePath(program(names))
        .setTimeout(PATIENCE)
        .setHeadless(true);
  }

  private static Path program(List<String> names) {
    return names.stream()
        .flatMap(Browsers::findAll)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "The tests of the web messenger need the program "
                    + names.getFirst()
                    + " (apt-get install chromium firefox-esr), and it is not on the path."));
  }

  private static Stream<Path> findAll(String name) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable);
  }

  /// On Deno, the driver does not notice that nobody asks it any more.
  @Override
  public void close() {
    chromium.ifPresent(Browser::close);
    firefox.ifPresent(Browser::close);
    driver.forEach(ProcessHandle::destroy);
    playwright.close();
  }
}
