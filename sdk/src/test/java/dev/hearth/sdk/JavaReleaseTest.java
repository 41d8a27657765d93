package dev.hearth.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A program on Java 21 can use the SDK. The compiler sees to it that the SDK calls nothing newer.
class JavaReleaseTest {
  private static final int JAVA_21 = 65;

  @Test
  void the_sdk_and_the_protocol_are_compiled_for_java_21() throws IOException {
    Map<String, Integer> others = new TreeMap<>();
    for (String module : List.of("protocol", "sdk")) {
      Path classes = Path.of("..", module, "target", "classes");
      try (Stream<Path> files = Files.walk(classes)) {
        List<Path> found = files.filter(each -> each.toString().endsWith(".class")).toList();
        assertThat(found).as(module).hasSizeGreaterThan(50);
        for (Path file : found) {
          int version = version(file);
          if (version != JAVA_21) {
            others.put(file.toString(), version);
          }
        }
      }
    }

    assertThat(others).isEmpty();
  }

  private static int version(Path file) throws IOException {
    try (var data = new DataInputStream(Files.newInputStream(file))) {
      assertThat(data.readInt()).isEqualTo(0xCAFEBABE);
      assertThat(data.readUnsignedShort()).as("preview features of %s", file).isZero();
      return data.readUnsignedShort();
    }
  }
}
