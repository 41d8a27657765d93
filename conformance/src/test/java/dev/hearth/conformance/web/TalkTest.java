package dev.hearth.conformance.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Alice and Bob, each in a browser of their own, by the links that `hearth dev` prints.
@Timeout(180)
class TalkTest {
  @TempDir private static Path folder;
  private static PackedDev server;
  private static Browsers browsers;

  @BeforeAll
  static void start() throws Exception {
    server = PackedDev.start(folder);
    browsers = Browsers.open();
  }

  @AfterAll
  static void stop() {
    browsers.close();
    server.close();
  }

  @Test
  void two_people_talk_and_see_that_it_was_read() {
    try (var alice = Visitor.with(browsers.chromium()).open(server.link("alice"));
        var bob = Visitor.with(browsers.chromium()).open(server.link("bob"))) {
      alice.talkWith("Bob");
      bob.talkWith("Alice");

      alice.say("Hello Bob, it is me");
      assertThat(bob.said("Hello Bob, it is me")).isVisible();
      bob.say("Hello Alice");
      assertThat(alice.said("Hello Alice")).isVisible();
      assertThat(alice.said("Hello Bob, it is me"))
          .hasAttribute("aria-label", Pattern.compile(".*read.*"));

      assertThat(alice.looksUnusable("talk")).isEmpty();
      assertThat(alice.complaints()).isEmpty();
      assertThat(bob.complaints()).isEmpty();
    }
  }

  @Test
  void echo_answers_a_person() {
    try (var alice = Visitor.with(browsers.chromium()).open(server.link("alice"))) {
      alice.talkWith("Echo");
      alice.say("Is anybody there?");

      assertThat(alice.said("Is anybody there?").first()).isVisible();
      assertThat(alice.said("Is anybody there?").nth(1)).isVisible();
      assertThat(alice.looksUnusable("echo")).isEmpty();
    }
  }

  @Test
  void messages_written_without_a_network_go_out_when_it_is_back() {
    try (var alice = Visitor.with(browsers.chromium()).open(server.link("alice"));
        var bob = Visitor.with(browsers.chromium()).open(server.link("bob"))) {
      alice.talkWith("Bob");
      bob.talkWith("Alice");
      alice.say("Before the tunnel");
      assertThat(bob.said("Before the tunnel")).isVisible();

      alice.context().setOffline(true);
      alice.say("In the tunnel");
      assertThat(alice.said("In the tunnel")).isVisible();
      alice.picture("offline");
      alice.context().setOffline(false);

      assertThat(bob.said("In the tunnel")).isVisible();
    }
  }
}
