package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HearthExtension.class)
class EchoBotTest {
  @Test
  void it_says_what_was_said(HearthServer hearth) throws Exception {
    var echo = hearth.bot("Echo");
    try (var _ = EchoBot.start(echo, hearth.options());
        var alice = hearth.online(hearth.person("Alice"))) {
      alice.say(echo.userId(), "Hello");

      assertThat(alice.next().text()).isEqualTo("You said: Hello");
    }
  }

  @Test
  void the_readme_shows_the_test_as_it_is() throws IOException {
    String shown =
        Files.readString(Path.of("..", "README.md"))
            .split("## Test your bot", 2)[1]
            .split("```java\n", 2)[1]
            .split("\n}\n```", 2)[0];
    var source = Path.of("src", "test", "java", "dev", "hearth", "testkit", "EchoBotTest.java");

    assertThat(Files.readString(source)).contains(shown);
  }
}
