package dev.hearth.conformance.page;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each command, path and setting that the running text of a page names is one that exists.
class EveryCommandTest {
  private static final List<InlineCode> CODE = InlineCode.onPages();

  private static final String ASK =
      """
      import dev.hearth.cli.HearthCommand;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.util.List;
      import java.util.stream.Stream;
      import picocli.CommandLine;

      void main() throws Exception {
        for (String command : Files.readAllLines(Path.of("commands"))) {
          IO.println(unknown(command.split(" ")));
        }
      }

      List<String> unknown(String... words) {
        CommandLine line = HearthCommand.line(words).setUnmatchedArgumentsAllowed(true);
        try {
          line.parseArgs(words);
        } catch (CommandLine.MissingParameterException incomplete) {
          // It has been read to its end.
        } catch (CommandLine.ParameterException wrong) {
          return List.of(wrong.getMessage());
        }
        return unmatched(line).toList();
      }

      Stream<String> unmatched(CommandLine line) {
        return Stream.concat(
            line.getUnmatchedArguments().stream(),
            line.getSubcommands().values().stream().flatMap(this::unmatched));
      }
      """;

  @TempDir private Path folder;

  @Test
  void the_program_understands_each_of_its_commands() {
    List<InlineCode> commands =
        Stream.concat(CODE.stream(), InlineCode.inSources().stream())
            .filter(code -> code.text().matches("(\\./)?hearth [a-z-].*"))
            // The launcher takes these: a bot in one file, and benchmarks, which have a test of
            // their own for this.
            .filter(code -> !List.of("run", "bench").contains(code.words().get(1)))
            .toList();

    assertThat(commands).hasSizeGreaterThan(50);
    assertThat(notUnderstood(commands)).isEmpty();
  }

  @Test
  void maven_finds_what_each_of_its_commands_names() {
    List<InlineCode> commands = CODE.stream().filter(code -> code.begins("./mvnw")).toList();

    assertThat(commands)
        .isNotEmpty()
        .allSatisfy(command ->
            assertThat(new MavenCommand(command.words()).problems())
                .as(command.toString())
                .isEmpty());
  }

  @Test
  void each_path_exists_and_each_script_finds_what_it_is_given() {
    assertThat(CODE).allSatisfy(code -> assertThat(missing(code)).as(code.toString()).isEmpty());
    assertThat(CODE.stream().filter(code -> RepositoryPath.in(code).isPresent()))
        .hasSizeGreaterThan(20);
  }

  @Test
  void each_property_and_variable_is_read() {
    assertThat(BuildSetting.all())
        .isNotEmpty()
        .allSatisfy(setting -> assertThat(setting.isRead()).as(setting.name()).isTrue());
  }

  @Test
  void a_wrong_command_is_noticed() {
    List<InlineCode> code =
        InlineCode.in(
            "page",
            """
            Say `./hearth
            dev --porto 1`, `hearth user ad NAME > file`, `./hearth chat --as alice`,
            `./hearth restore /one --data /two /three` or `hearth chat --wait 5`.

            ```
            `./hearth in a block`
            ```

            Build with `./mvnw -q -pl serverr,sdk tests -Dtest='No*Test,FoldersTest' -Dhearth.tea=1`,
            `conformance/run lunch group`, `fuzz/run --keep 60 TeaFuzz`, `bash .ci/runs` or
            `server/…/edge/tea`.
            """);

    assertThat(notUnderstood(code.subList(0, 5)))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("page: ./hearth dev --porto 1 [--porto, 1]"),
            line -> assertThat(line).isEqualTo("page: hearth user ad NAME > file [ad, NAME]"),
            line -> assertThat(line).endsWith("--data /two /three [/three]"),
            line -> assertThat(line).contains("'--wait': 5 is not a time"));
    assertThat(new MavenCommand(code.get(5).words()).problems())
        .containsExactly("serverr", "tests", "No*Test", "FoldersTest", "-Dhearth.tea=1");
    assertThat(code.subList(6, 10).stream().flatMap(EveryCommandTest::missing))
        .containsExactly("lunch", "TeaFuzz", ".ci/runs", "server/…/edge/tea");
  }

  private static Stream<String> missing(InlineCode code) {
    return RepositoryPath.in(code).stream().flatMap(RepositoryPath::problems);
  }

  /// Those that have a word which the packed program does not know. In running text, a command may
  /// be named without all that it needs.
  private List<String> notUnderstood(List<InlineCode> commands) {
    try (var reader = Reader.at(folder)) {
      reader.write(
          "commands",
          commands.stream()
              .map(code -> String.join(" ", code.words()).replaceFirst("\\S+ ", ""))
              .collect(joining("\n")));
      reader.write("Ask.java", ASK);
      List<String> answers = reader.run("./hearth run Ask.java").lines().toList();
      assertThat(answers).hasSameSizeAs(commands);
      return IntStream.range(0, answers.size())
          .filter(at -> !answers.get(at).equals("[]"))
          .mapToObj(at -> commands.get(at) + " " + answers.get(at))
          .toList();
    }
  }
}
