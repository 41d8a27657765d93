package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page that walks along with a message, `docs/message-path.md`, and its verbs.
final class MessagePathTest {
  private static final Path PAGE = Path.of("..", "docs", "message-path.md");
  private static final Pattern PLACE =
      Pattern.compile("`((?:edge|chat|platform|protocol)/[\\w/]+)`");

  /// A row of the table of verbs: the verbs, and the types that have methods of that name.
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z].*?) \\| (`[A-Z].*?) \\|");

  private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.hearth.edge..", "dev.hearth.chat..", "dev.hearth.platform..");

  @Test
  void a_verb_on_the_way_is_used_for_its_step_alone() throws IOException {
    var rows = ROW.matcher(Files.readString(PAGE)).results().toList();

    assertThat(rows).hasSizeGreaterThan(10);
    for (var row : rows) {
      Set<String> verbs = Set.copyOf(quoted(row.group(1)));
      Set<String> types = Set.copyOf(quoted(row.group(2)));
      List<JavaMethod> methods =
          SERVER.stream()
              .flatMap(type -> type.getMethods().stream())
              .filter(method -> verbs.contains(method.getName()))
              .toList();

      assertThat(methods)
          .as(row.group(1))
          .allMatch(method -> isOneOf(types, method.getOwner()))
          .extracting(JavaMethod::getName)
          .containsAll(verbs);
      assertThat(methods)
          .as(row.group(1))
          .extracting(method -> method.getOwner().getSimpleName())
          .containsAll(types);
    }
  }

  private static List<String> quoted(String cell) {
    return QUOTED.matcher(cell).results().map(it -> it.group(1)).toList();
  }

  /// Whether the type, or one that it implements, has one of these names.
  private static boolean isOneOf(Set<String> names, JavaClass type) {
    return Stream.concat(Stream.of(type), type.getAllRawInterfaces().stream())
        .map(JavaClass::getSimpleName)
        .anyMatch(names::contains);
  }

  @Test
  void every_file_that_the_page_names_is_there() throws IOException {
    var places = PLACE.matcher(Files.readString(PAGE)).results().map(it -> it.group(1)).toList();

    List<String> missing = new ArrayList<>();
    for (String place : places) {
      Path root =
          place.startsWith("protocol/")
              ? Path.of("..", "protocol", "src", "main", "java", "dev", "hearth")
              : Path.of("src", "main", "java", "dev", "hearth");
      if (!Files.exists(root.resolve(place)) && !Files.exists(root.resolve(place + ".java"))) {
        missing.add(place);
      }
    }
    assertThat(places).hasSizeGreaterThan(8);
    assertThat(missing).isEmpty();
  }
}
