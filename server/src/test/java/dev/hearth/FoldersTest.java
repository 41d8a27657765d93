package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The order of the server's folders.
class FoldersTest {
  private static final Path ROOT = Path.of("src", "main", "java", "dev", "hearth");

  /// A line of the map: how deep it is drawn, and the name of the folder.
  private static final Pattern DRAWN = Pattern.compile("/// ((?:[│ ]  )*)[├└]─ (\\w+) .*");

  /// Top to bottom, as drawn in the map of `package-info.java`: a folder uses only what stands
  /// below it. A folder's own classes stand below its parts.
  private static final List<String> FOLDERS = drawn();

  /// Each builds its floor, or backs all of it up, so it sees all of it; nothing on the floor sees
  /// it.
  private static final Set<String> FLOORS =
      Set.of(
          "dev.hearth.edge.Edge",
          "dev.hearth.chat.Chat",
          "dev.hearth.chat.Backups",
          "dev.hearth.chat.DirectoryWing",
          "dev.hearth.chat.MessageWing",
          "dev.hearth.chat.MediaWing",
          "dev.hearth.platform.Platform");

  /// The features that own tables.
  private static final Set<String> SQL_HOMES =
      Set.of(
          "platform.sql",
          "platform.sql.sqlite",
          "platform.sql.postgres",
          "platform.time",
          "chat.directory.account",
          "chat.directory.conversation",
          "chat.directory.door",
          "chat.directory.outbox",
          "chat.media",
          "chat.directory.circle",
          "chat.media.sticker",
          "chat.directory.scheme",
          "chat.directory.key",
          "chat.directory.pin",
          "chat.directory.ledger",
          "chat.directory.link",
          "chat.directory.invitation");

  /// Where a library may be used; what is not named here may be used everywhere.
  private static final Map<String, Set<String>> HOMES =
      Map.ofEntries(
          // LoggedFault tells failures of a database from others.
          Map.entry(
              "java.sql",
              Stream.concat(SQL_HOMES.stream(), Stream.of("platform.runtime"))
                  .collect(Collectors.toUnmodifiableSet())),
          Map.entry("org.jdbi", SQL_HOMES),
          Map.entry("org.flywaydb", Set.of("platform.sql")),
          Map.entry("com.zaxxer", Set.of("platform.sql.sqlite", "platform.sql.postgres")),
          Map.entry("org.sqlite", Set.of("platform.sql.sqlite")),
          Map.entry("org.rocksdb", Set.of("chat.message.log.rocksdb")),
          Map.entry("org.bouncycastle", Set.of("chat.directory.pin", "chat.directory.account")),
          Map.entry("io.github.bucket4j", Set.of("platform.limits")),
          Map.entry(
              "io.vertx",
              Set.of("edge", "edge.blaze", "edge.media", "edge.http", "edge.admin", "edge.web")),
          Map.entry("io.netty", Set.of("edge", "edge.blaze", "edge.media", "edge.http")));

  /// The server's own: its tests have the SDK on the class path, too.
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void a_folder_uses_only_folders_below_it() {
    List<String> upwards = new ArrayList<>();
    for (JavaClass user : CLASSES) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        JavaClass used = dependency.getTargetClass();
        if (isOurs(user) && isOurs(used) && !isFloor(user) && place(used) < place(user)) {
          upwards.add(dependency.getDescription());
        }
      }
    }

    assertThat(upwards).isEmpty();
  }

  @Test
  void every_folder_on_disk_has_a_place_in_the_list() throws IOException {
    try (var files = Files.walk(ROOT)) {
      Set<String> onDisk = new TreeSet<>();
      files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> ROOT.relativize(file.getParent()).toString().replace('/', '.'))
          .forEach(onDisk::add);

      assertThat(FOLDERS).containsAll(onDisk);
    }
  }

  @Test
  void messages_and_media_do_not_know_each_other() {
    List<String> crossing = new ArrayList<>();
    for (JavaClass user : CLASSES) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        String from = folder(user);
        String to = dependency.getTargetClass().getPackageName();
        if ((isIn(from, "chat.message") && isIn(to, "dev.hearth.chat.media"))
            || (isIn(from, "chat.media") && isIn(to, "dev.hearth.chat.message"))) {
          crossing.add(dependency.getDescription());
        }
      }
    }

    assertThat(crossing).isEmpty();
  }

  @Test
  void the_api_has_one_file_a_resource_and_only_their_list_is_public() {
    var names =
        CLASSES.stream()
            .filter(type -> type.getPackageName().equals("dev.hearth.edge.api"))
            .filter(type -> !type.getName().contains("$"))
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(type ->
                type.getModifiers().contains(JavaModifier.PUBLIC)
                    ? "public " + type.getSimpleName()
                    : type.getSimpleName());

    assertThat(names)
        .contains("public Resources")
        .allMatch(name -> name.matches("public Resources|\\w+Resource"));
  }

  @Test
  void no_folders_know_each_other_in_a_circle() {
    SlicesRuleDefinition.slices()
        .matching("dev.hearth.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(
            DescribedPredicate.describe("the builder of a floor", FoldersTest::isFloor),
            DescribedPredicate.alwaysTrue())
        .check(CLASSES);
  }

  @Test
  void a_part_never_reaches_up_to_the_class_that_builds_its_floor() {
    List<String> reaching = new ArrayList<>();
    for (JavaClass user : CLASSES) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        JavaClass used = dependency.getTargetClass();
        boolean ownFloor = isIn(user.getPackageName(), used.getPackageName());
        if (isFloor(used) && !isFloor(user) && ownFloor) {
          reaching.add(dependency.getDescription());
        }
      }
    }

    assertThat(reaching).isEmpty();
  }

  @Test
  void a_library_stays_in_its_home() {
    List<String> strays = new ArrayList<>();
    for (JavaClass user : CLASSES.that(DescribedPredicate.describe("ours", FoldersTest::isOurs))) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        HOMES.forEach((library, homes) -> {
          if (isIn(dependency.getTargetClass().getPackageName(), library)
              && !homes.contains(folder(user))) {
            strays.add(dependency.getDescription());
          }
        });
      }
    }

    assertThat(strays).isEmpty();
  }

  private static List<String> drawn() {
    try {
      List<String> top = new ArrayList<>(List.of(""));
      List<String> open = new ArrayList<>();
      for (String line : Files.readAllLines(ROOT.resolve("package-info.java"))) {
        var drawn = DRAWN.matcher(line);
        if (drawn.matches()) {
          close(open, drawn.group(1).length() / 3, top);
          open.add(drawn.group(2));
        }
      }
      close(open, 0, top);
      return List.copyOf(top);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(List<String> open, int depth, List<String> closed) {
    while (open.size() > depth) {
      closed.add(String.join(".", open));
      open.removeLast();
    }
  }

  private static boolean isFloor(JavaClass type) {
    return FLOORS.stream()
        .anyMatch(floor -> type.getName().equals(floor) || type.getName().startsWith(floor + "$"));
  }

  private static boolean isOurs(JavaClass type) {
    return isIn(type.getPackageName(), "dev.hearth")
        && !isIn(type.getPackageName(), "dev.hearth.protocol");
  }

  private static boolean isIn(String folder, String parent) {
    return folder.equals(parent) || folder.startsWith(parent + ".");
  }

  private static int place(JavaClass type) {
    int place = FOLDERS.indexOf(folder(type));
    assertThat(place).as("a place in the list for %s", type.getName()).isNotNegative();
    return place;
  }

  private static String folder(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("dev.hearth") ? "" : name.substring("dev.hearth.".length());
  }
}
