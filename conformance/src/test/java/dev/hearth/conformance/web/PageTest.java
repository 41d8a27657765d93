package dev.hearth.conformance.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import dev.hearth.conformance.PackedServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The page before anybody has signed in: what it loads, and what it refuses to run.
@Timeout(120)
class PageTest {
  @TempDir private static Path folder;
  private static PackedServer server;
  private static Browsers browsers;

  @BeforeAll
  static void start() {
    server = PackedServer.start(folder);
    browsers = Browsers.open();
  }

  @AfterAll
  static void stop() {
    browsers.close();
    server.close();
  }

  @Test
  void the_page_opens_without_a_complaint_and_everybody_can_use_it() {
    try (var visitor = Visitor.with(browsers.chromium()).open(server.api())) {
      assertThat(visitor.looksUnusable("welcome")).isEmpty();
      assertThat(visitor.complaints()).isEmpty();
    }
  }

  @Test
  void it_opens_in_firefox_too() {
    try (var visitor = Visitor.with(browsers.firefox()).open(server.api())) {
      assertThat(visitor.complaints()).isEmpty();
    }
  }

  @Test
  void a_script_that_was_changed_on_its_way_is_not_run() {
    try (var visitor = withoutServiceWorker()) {
      visitor.page().route("**/app/main-*.js", PageTest::change);
      visitor.page().navigate(server.api().toString());

      assertThat(visitor.page().locator("#app > *")).hasCount(0);
      assertThat(visitor.complaints()).anyMatch(one -> one.contains("integrity"));
      assertThat(visitor.page().title()).isEqualTo("Hearth");
    }
  }

  @Test
  void a_worker_that_was_changed_on_its_way_is_not_started() {
    try (var visitor = withoutServiceWorker()) {
      visitor.page().route("**/app/worker-*.js", PageTest::change);
      visitor.open(server.api());

      assertThat(visitor.page().locator("[role=alert]")).isVisible();
      assertThat(visitor.page().workers()).isEmpty();
      assertThat(visitor.page().title()).isEqualTo("Hearth");
    }
    try (var visitor = withoutServiceWorker().open(server.api())) {
      assertThat(visitor.page().workers()).hasSize(1);
    }
  }

  @Test
  void the_page_opens_when_the_server_is_gone() {
    try (var other = PackedServer.start(folder.resolve("gone"));
        var visitor = Visitor.with(browsers.chromium()).open(other.api())) {
      visitor.awaitServiceWorker();
      other.kill();

      visitor.page().reload();

      assertThat(visitor.page().locator("#app > *").first()).isVisible();
    }
  }

  /// Playwright sees only the requests that the page makes itself.
  private static Visitor withoutServiceWorker() {
    return Visitor.with(
        browsers.chromium(),
        new Browser.NewContextOptions().setServiceWorkers(ServiceWorkerPolicy.BLOCK));
  }

  private static void change(Route route) {
    APIResponse response = route.fetch();
    route.fulfill(
        new Route.FulfillOptions()
            .setResponse(response)
            .setBody(response.text() + "\n;document.title = 'changed';"));
  }
}
