package dev.hearth.conformance.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Alice and Bob talk, while servers and tabs come and go.
@Tag("long")
@Timeout(180)
class InterruptedTalkTest {
  @TempDir private Path folder;
  private PackedDev server;
  private Browsers browsers;

  @BeforeEach
  void start() throws Exception {
    server = PackedDev.start(folder);
    browsers = Browsers.open();
  }

  @AfterEach
  void stop() {
    browsers.close();
    server.close();
  }

  @Test
  void a_message_that_is_written_while_the_server_is_dead_arrives_when_it_is_back()
      throws Exception {
    try (var alice = Visitor.with(browsers.chromium()).open(server.link("alice"));
        var bob = Visitor.with(browsers.chromium()).open(server.link("bob"))) {
      alice.talkWith("Bob");
      bob.talkWith("Alice");
      alice.say("Before it died");
      assertThat(bob.said("Before it died")).isVisible();

      server.kill();
      alice.say("While it was dead");
      assertThat(alice.said("While it was dead")).isVisible();
      server = server.startedAgain();

      assertThat(bob.said("While it was dead")).isVisible();
      bob.say("All is well");
      assertThat(alice.said("All is well")).isVisible();
      assertThat(bob.said("While it was dead")).hasCount(1);
    }
  }

  @Test
  void when_a_tab_is_closed_the_other_one_takes_over() {
    try (var alice = Visitor.with(browsers.chromium()).open(server.link("alice"));
        var bob = Visitor.with(browsers.chromium()).open(server.link("bob"))) {
      alice.talkWith("Bob");
      bob.talkWith("Alice");
      alice.say("From the first tab");
      assertThat(bob.said("From the first tab")).isVisible();

      Page second = alice.anotherTab();
      assertThat(second.getByText("From the first tab").last()).isVisible();
      alice.continueIn(second);
      bob.say("To the second tab");

      assertThat(alice.said("To the second tab")).isVisible();
      alice.say("From the second tab");
      assertThat(bob.said("From the second tab")).isVisible();
    }
  }

  @Test
  void somebody_without_a_mouse_can_talk() {
    try (var alice = Visitor.with(browsers.chromium()).open(server.link("alice"));
        var bob = Visitor.with(browsers.chromium()).open(server.link("bob"))) {
      bob.talkWith("Alice");
      bob.say("Try without the mouse");
      assertThat(alice.page().getByText("Try without the mouse").first()).isVisible();

      var keys = alice.page().keyboard();
      keys.press("Control+k");
      keys.type("Bob");
      assertThat(
              alice
                  .page()
                  .locator("mark, a, button")
                  .filter(new Locator.FilterOptions().setHasText("Bob"))
                  .first())
          .isVisible();
      keys.press("Enter");
      assertThat(alice.page().locator("#write")).isFocused();
      keys.type("It works");
      keys.press("Enter");

      assertThat(bob.said("It works")).isVisible();
      assertThat(alice.complaints()).isEmpty();
    }
  }
}
