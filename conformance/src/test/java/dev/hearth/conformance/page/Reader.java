package dev.hearth.conformance.page;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Runs the commands of a page as its reader does who types them: in a folder with the packed
/// program, with an empty home folder.
final class Reader implements AutoCloseable {
  private static final Path PROGRAM =
      Path.of(System.getProperty("hearth.program", "../cli/target/hearth"));
  private static final int PATIENCE_MINUTES = 8;

  private final Path desk;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<Running> running = new ArrayList<>();

  private Reader(Path desk) {
    this.desk = desk;
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOME", desk.resolve("home").toString());
    environment.put("XDG_STATE_HOME", desk.resolve("home/state").toString());
    environment.put(
        "NPM_CONFIG_CACHE", Path.of(System.getProperty("user.home"), ".npm").toString());
  }

  /// A reader whose folder has the program, without its sources.
  static Reader at(Path desk) {
    try {
      Files.createDirectories(desk.resolve("home"));
      Files.createDirectories(desk.resolve(".mvn"));
      Files.createDirectories(desk.resolve("cli/target"));
      for (String file : List.of("hearth", ".mvn/find-jdk")) {
        Files.copy(Block.ROOT.resolve(file), desk.resolve(file), COPY_ATTRIBUTES);
      }
      Files.createSymbolicLink(desk.resolve("cli/target/hearth"), PROGRAM.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Reader(desk);
  }

  /// Sets a variable of the environment.
  Reader with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Path file(String name) {
    return desk.resolve(name);
  }

  /// Writes a file of their own.
  Path write(String name, String text) {
    try {
      Files.createDirectories(file(name).getParent());
      return Files.writeString(file(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs commands to their end, which must be a good one; returns what they say.
  String run(String commands) {
    Path output = desk.resolve("output.txt");
    try {
      Process process = shell(commands).redirectOutput(output.toFile()).start();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String said = Files.readString(output);
      assertThat(process.waitFor()).as(commands + "\n" + said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Starts commands, which run until they end by themselves or this reader leaves.
  Running start(String commands) {
    try {
      var started = new Running(shell(commands).start());
      running.add(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder shell(String commands) {
    // The end keeps the shell alive for what it has started in the background.
    var builder = new ProcessBuilder("bash", "-e", "-c", commands + "\nwait");
    builder.environment().putAll(environment);
    return builder.directory(desk.toFile()).redirectErrorStream(true);
  }

  @Override
  public void close() {
    running.reversed().forEach(Running::close);
    try {
      Files.delete(desk.resolve("cli/target/hearth"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
