package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// Makes the documentation of what others may use, in `target/javadoc`. An example in it is a
/// region of a test, which has run: when that is gone, or reads otherwise, or when a link leads
/// nowhere, this fails.
class JavadocTest {
  private static final Path OUTPUT = Path.of("target", "javadoc");

  @Test
  void the_sdk_is_documented_with_examples_that_work() throws Exception {
    assertThat(
            complaints(
                "sdk",
                "--module-path",
                libraries(),
                "--module-source-path",
                "dev.hearth.protocol=" + sources("protocol"),
                "--module-source-path",
                "dev.hearth.sdk=" + sources("sdk"),
                "--module",
                "dev.hearth.protocol,dev.hearth.sdk"))
        .isEmpty();
  }

  @Test
  void the_test_kit_is_documented_with_examples_that_work() throws Exception {
    assertThat(
            complaints(
                "testkit",
                "--class-path",
                System.getProperty("java.class.path"),
                "--source-path",
                sources("sdk-testkit").toString(),
                "dev.hearth.testkit"))
        .isEmpty();
  }

  @Test
  void no_example_is_shown_that_has_not_run() throws IOException {
    List<String> unchecked = new ArrayList<>();
    for (String module : List.of("protocol", "sdk", "sdk-testkit")) {
      try (Stream<Path> files = Files.walk(sources(module))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          if (Files.readString(file).contains("/// ```java")) {
            unchecked.add(file.toString());
          }
        }
      }
    }

    assertThat(unchecked).isEmpty();
  }

  /// The SDK is for programs on Java 21, which knows no `_` and no `IO`.
  @Test
  void the_examples_of_the_sdk_are_for_java_21() throws IOException {
    List<String> newer = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources("sdk"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        for (String line : Files.readAllLines(file)) {
          if (line.matches(" *///.*(?:[ (,]_(?: ->|[,)]| =)|IO\\.println).*")) {
            newer.add(file.getFileName() + ": " + line);
          }
        }
      }
    }

    assertThat(newer).isEmpty();
  }

  @Test
  void the_readme_shows_a_test_as_it_is() throws IOException {
    String shown =
        Files.readString(Path.of("..", "README.md"))
            .split("## Test your bot", 2)[1]
            .split("```java\n", 2)[1]
            .split("```", 2)[0];
    var source = Path.of("src", "test", "java", "dev", "hearth", "testkit", "EchoBotTest.java");

    assertThat(Files.readString(source)).contains(shown);
  }

  private static String complaints(String folder, String... which) throws Exception {
    var options =
        new ArrayList<>(
            List.of(
                // A name and a type may be clear without a sentence.
                "-Xdoclint:all,-missing",
                "-Werror",
                "-quiet",
                "--snippet-path",
                Path.of("src", "test", "java").toString(),
                "-d",
                Files.createDirectories(OUTPUT.resolve(folder)).toString()));
    options.addAll(List.of(which));
    var complaints = new StringWriter();
    var javadoc = ToolProvider.getSystemDocumentationTool();
    boolean made = javadoc.getTask(complaints, null, null, null, options, null).call();
    return made ? complaints.toString() : "not made: " + complaints;
  }

  private static Path sources(String module) {
    return Path.of("..", module, "src", "main", "java");
  }

  /// The class path without our own modules.
  private static String libraries() throws IOException {
    Path here = Path.of("..").toRealPath();
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(each -> !Path.of(each).toAbsolutePath().startsWith(here))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
