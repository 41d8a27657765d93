package dev.hearth.conformance.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The list of software (SBOM) that the packed program carries, for those who look for known faults
/// in what they run.
class SoftwareListTest {
  private static final Path PROGRAM =
      Path.of(System.getProperty("hearth.program", "../cli/target/hearth"));

  @Test
  void each_library_of_the_program_is_listed_with_its_checksum_and_nothing_else_is()
      throws Exception {
    Map<String, String> listed = new TreeMap<>();
    JsonNode list =
        JsonMapper.shared().readTree(Files.readAllBytes(PROGRAM.resolve("sbom.cdx.json")));
    for (JsonNode component : list.path("components")) {
      if (component.path("group").stringValue("").equals("dev.hearth")) {
        continue; // Hearth's own modules: the list is about what others made.
      }
      listed.put(
          component.path("name").stringValue("") + "-" + component.path("version").stringValue(""),
          sha256(component));
    }

    Map<String, String> carried = new TreeMap<>();
    try (Stream<Path> jars = Files.list(PROGRAM.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        String name = jar.getFileName().toString();
        if (!name.startsWith("hearth-")) {
          carried.put(name.substring(0, name.length() - ".jar".length()), sha256(jar));
        }
      }
    }

    assertThat(carried).hasSizeGreaterThan(20);
    assertThat(listed).isEqualTo(carried);
    assertThat(list.path("bomFormat").stringValue("")).isEqualTo("CycloneDX");
    for (JsonNode component : list.path("components")) {
      assertThat(component.path("licenses").size())
          .as("licences of %s", component.path("purl").stringValue(""))
          .isPositive();
    }
  }

  @Test
  void parts_of_libraries_that_the_server_does_not_use_are_left_out() throws IOException {
    try (Stream<Path> jars = Files.list(PROGRAM.resolve("lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .noneMatch(name ->
              name.matches(
                  "(?:netty-(?:handler-proxy|codec-http3|resolver-dns|tcnative)"
                      + "|vertx-bridge-common|flyway-database-cockroachdb).*"));
    }
  }

  private static String sha256(JsonNode component) {
    for (JsonNode hash : component.path("hashes")) {
      if (hash.path("alg").stringValue("").equals("SHA-256")) {
        return hash.path("content").stringValue("");
      }
    }
    return "none";
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
