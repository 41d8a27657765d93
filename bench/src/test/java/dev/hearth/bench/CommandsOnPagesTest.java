package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

class CommandsOnPagesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern COMMAND =
      Pattern.compile("`(?:(?:\\./)?hearth )?bench ([a-z][^`\n]*)`");

  @Test
  void each_benchmark_on_a_page_takes_the_options_that_it_is_given() throws IOException {
    List<String> commands = pages().flatMap(CommandsOnPagesTest::commands).toList();

    assertThat(commands).hasSizeGreaterThan(10).allSatisfy(CommandsOnPagesTest::parse);
  }

  @Test
  void an_option_that_a_benchmark_does_not_know_is_noticed() {
    assertThatThrownBy(() -> parse("pairs --porto 1"))
        .isInstanceOf(UnmatchedArgumentException.class);
  }

  private static void parse(String command) {
    String[] words = command.replaceAll("[\\[\\]]", "").split("\\s+");
    new CommandLine(new Bench()).parseArgs(words);
  }

  private static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
          Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve),
          docs.filter(file -> file.toString().endsWith(".md")).toList().stream())
          .toList()
          .stream();
    }
  }

  private static Stream<String> commands(Path page) {
    try {
      return COMMAND.matcher(Files.readString(page)).results().map(found -> found.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
