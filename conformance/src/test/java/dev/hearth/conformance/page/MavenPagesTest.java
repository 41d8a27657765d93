package dev.hearth.conformance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The blocks that build Hearth from its sources, in a copy of them and with a Maven repository of
/// their own in front of the user's.
class MavenPagesTest {
  private static final String EXAMPLES = "examples/README.md";

  @TempDir private Path folder;

  @Test
  @Needs(value = "git --version", patience = true)
  @Runs(page = "README.md", block = "./mvnw -q -Dmaven.test.skip -pl sdk-testkit -am install")
  @Runs(page = EXAMPLES, block = "./mvnw -q -B -pl examples")
  void the_sdk_is_installed_and_an_example_throws_dice() throws Exception {
    try (var reader = Reader.at(folder)) {
      reader.with("MAVEN_ARGS", ownRepository(reader) + " -Dspotless.check.skip");
      Path sources = Block.ROOT.toRealPath();
      reader.run(
          "cd '%s'; git ls-files -z | xargs -0 cp --parents -pt '%s/sources'"
              .formatted(sources, folder));

      reader.run("cd sources; " + Block.of("README.md", "./mvnw -q -Dmaven.test.skip").text());
      for (String module : List.of("sdk", "sdk-testkit")) {
        String version = "/dev/hearth/hearth-" + module + "/0.1.0-SNAPSHOT/";
        assertThat(reader.file("repository" + version + "hearth-" + module + "-0.1.0-SNAPSHOT.jar"))
            .exists();
      }

      var dev = reader.start("./hearth dev --ready ready.json");
      String server = dev.await("Hearth listens on (http://\\S+)").group(1);
      List<String> lines =
          Block.of(EXAMPLES, "./mvnw -q -B").with("http://127.0.0.1:8480", server).lines();
      reader.run("cd sources; " + lines.get(0));
      String number = found("identity number ([0-9]+)", reader.run(lines.get(1)));
      reader.start(
          "cd sources; export PATH=\"$JAVA_HOME/bin:$PATH\"; exec "
              + lines.get(2).replace("dice.json", "../dice.json"));
      var chat = reader.start("./hearth chat --as alice --with " + number);
      chat.type("/roll 20");
      chat.await("Dice.*[0-9]+");
      assertThat(lines).hasSize(3);
    }
  }

  private static String ownRepository(Reader reader) throws Exception {
    java.nio.file.Files.createDirectories(reader.file("sources"));
    return "-Dmaven.repo.local="
        + reader.file("repository")
        + " -Dmaven.repo.local.tail="
        + Path.of(System.getProperty("user.home"), ".m2", "repository");
  }

  private static String found(String pattern, String text) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }
}
