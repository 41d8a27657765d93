package dev.hearth.sdk;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The order of the SDK's folders, as `package-info.java` draws it. That nothing of the folders
/// behind shows in the API is up to the compiler (`-Xlint:exports`).
class SdkFoldersTest {
  private static final String NAME = "dev.hearth.sdk";
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern DRAWN = Pattern.compile("/// [├└]─ (\\w+|\\(this\\)) .*");

  /// They put a client together, so they see everything; nothing behind sees them.
  private static final Set<String> WAYS_IN =
      Set.of(
          "HearthClient",
          "ConnectedClient",
          "HearthBot",
          "Said",
          "Payment",
          "Purse",
          "SignIn",
          "DeviceLink");

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
        JavaClass used = dependency.getTargetClass();
        if (used.getPackageName().startsWith(NAME) && place(order, used) < place(order, user)) {
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

  /// The ways in stand above all; the values in the same package have a place in the map.
  private static int place(List<String> order, JavaClass type) {
    String outermost = type.getName().substring(type.getPackageName().length() + 1);
    return type.getPackageName().equals(NAME) && WAYS_IN.contains(outermost.split("\\$", 2)[0])
        ? -1
        : order.indexOf(type.getPackageName());
  }

  private static List<String> drawn() throws IOException {
    List<String> order = new ArrayList<>();
    Path map = SOURCES.resolve(Path.of("dev", "hearth", "sdk", "package-info.java"));
    for (String line : Files.readAllLines(map)) {
      var drawn = DRAWN.matcher(line);
      if (drawn.matches()) {
        order.add(drawn.group(1).equals("(this)") ? NAME : NAME + "." + drawn.group(1));
      }
    }
    return order;
  }
}
