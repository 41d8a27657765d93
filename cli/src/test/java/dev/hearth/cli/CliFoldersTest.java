package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The order of the folders of the command line, as `package-info.java` draws it.
class CliFoldersTest {
  private static final Path ROOT = Path.of("src", "main", "java", "dev", "hearth", "cli");
  private static final String NAME = "dev.hearth.cli";
  private static final Pattern DRAWN = Pattern.compile("/// [├└]─ (\\w+) .*");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(NAME);

  @Test
  void a_folder_uses_only_folders_below_it() throws IOException {
    List<String> order = drawn();
    List<String> upwards = new ArrayList<>();
    for (JavaClass user : CLASSES) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        String used = dependency.getTargetClass().getPackageName();
        if (used.startsWith(NAME) && order.indexOf(used) < order.indexOf(user.getPackageName())) {
          upwards.add(dependency.getDescription());
        }
      }
    }

    assertThat(upwards).isEmpty();
  }

  @Test
  void every_folder_has_a_place_in_the_map() throws IOException {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(new TreeSet<>(drawn()));
  }

  private static List<String> drawn() throws IOException {
    List<String> order = new ArrayList<>(List.of(NAME));
    for (String line : Files.readAllLines(ROOT.resolve("package-info.java"))) {
      var drawn = DRAWN.matcher(line);
      if (drawn.matches()) {
        order.add(NAME + "." + drawn.group(1));
      }
    }
    return order;
  }
}
