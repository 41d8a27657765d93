package dev.hearth.conformance.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.PackedServer;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application that is a module, in `src/test/application`, beside the SDK's packed modules.
class ApplicationModuleTest {
  private static final Path SOURCES = Path.of("src", "test", "application");
  private static final Path JARS =
      Path.of(System.getProperty("hearth.program", "../cli/target/hearth"), "lib");

  @TempDir private Path folder;

  private final PackedModules modules = new PackedModules(JARS);

  @Test
  void it_needs_the_sdk_alone_and_talks_over_a_real_server() throws Exception {
    assertThat(compile(SOURCES)).isEmpty();

    try (var server = PackedServer.start(folder.resolve("server"))) {
      Client ann = server.door().person("Ann");
      Client ben = server.door().person("Ben");

      assertThat(run(server, ann, ben)).contains("heard: Good morning").doesNotContain("Exception");
    }
  }

  @Test
  void the_exported_types_are_meant_to_be_used() {
    assertThat(modules.exported())
        .containsExactly(
            "dev.hearth.sdk",
            "dev.hearth.sdk.crypto",
            "dev.hearth.sdk.signal",
            "dev.hearth.sdk.store");
  }

  @Test
  void the_rest_is_out_of_its_reach() throws Exception {
    for (String internal : modules.internal()) {
      Path sources = Files.createDirectories(folder.resolve(internal));
      Files.copy(SOURCES.resolve("module-info.java"), sources.resolve("module-info.java"));
      Files.writeString(
          sources.resolve("Curious.java"),
          "package dev.example.greeter; import " + internal + ".*; class Curious {}");

      assertThat(compile(sources)).contains("package " + internal + " is not visible");
    }
  }

  /// Compiles what is in a folder; returns what the compiler complains about.
  private String compile(Path sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var complaints = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> found = Files.walk(sources)) {
      var java = found.filter(file -> file.toString().endsWith(".java")).toList();
      var options =
          List.of("-p", modules.path(), "-d", compiled().toString(), "-Xlint:all", "-proc:none");
      var units = files.getJavaFileObjectsFromPaths(java);
      compiler.getTask(complaints, files, null, options, null, units).call();
    }
    return complaints.toString();
  }

  private String run(PackedServer server, Client ann, Client ben) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-p",
                modules.path() + File.pathSeparator + compiled(),
                "-m",
                "dev.example.greeter/dev.example.greeter.Greeter",
                server.api().toString())
            .redirectErrorStream(true)
            .start();
    try (var keystores = process.outputWriter()) {
      for (Client each : List.of(ann, ben)) {
        keystores.write(each.keystore().toJson().replace("\n", "") + "\n");
      }
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private Path compiled() {
    return folder.resolve("compiled");
  }
}
