package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The order of the server's folders.
class FoldersTest {
  /// Top to bottom: a folder uses only what stands below it.
  private static final List<String> FOLDERS =
      List.of(
          "", // opens the floors, in order, and closes them
          "edge.command", // the command line
          "edge.admin", // the local door for those who run the server
          "edge.blaze", // the WebSocket: connections, frames, one reply per request
          "edge.media", // the bytes of attachments
          "edge.api", // the HTTP API, one file a resource
          "edge", // what both of them need
          "chat.action", // what a client may ask for, one file an action
          "chat.delivery", // who still has to get an entry
          "chat.log.rocksdb", // the log in RocksDB
          "chat.log", // the durable, ordered logs
          "chat.key", // the public keys of devices, for end-to-end encryption
          "chat.link", // linking a device by another one
          "chat.pin", // what protects an account beyond its devices
          "chat.circle", // how users sort their conversations
          "chat.scheme", // short ids for long links
          "chat.sticker", // stickers and their albums
          "chat.media", // attachments and where their bytes are kept
          "chat.conversation", // conversations and their members
          "chat.account", // users, their sessions, who knows and blocks whom
          "chat", // the middle floor itself
          "platform.time", // the one clock of all that is stored
          "platform.sql.sqlite", // the directory in SQLite
          "platform.sql.postgres", // the directory in PostgreSQL
          "platform.sql", // the directory's database
          "platform.backup", // backups of a data folder, as folders of files
          "platform.limits", // bounds with shares, so that nobody can hold all of anything
          "platform.runtime", // the data folder, meters, shutdown
          "platform.settings", // the settings file
          "platform"); // the ground floor itself

  /// Each builds its floor, so it sees all of it; nothing on the floor sees it.
  private static final Set<String> FLOORS =
      Set.of("dev.hearth.edge.Edge", "dev.hearth.chat.Chat", "dev.hearth.platform.Platform");

  /// The features that own tables.
  private static final Set<String> SQL_HOMES =
      Set.of(
          "platform.sql",
          "platform.sql.sqlite",
          "platform.sql.postgres",
          "platform.time",
          "chat.account",
          "chat.conversation",
          "chat.media",
          "chat.circle",
          "chat.sticker",
          "chat.scheme",
          "chat.key",
          "chat.pin");

  /// Where a library may be used; what is not named here may be used everywhere.
  private static final Map<String, Set<String>> HOMES =
      Map.ofEntries(
          Map.entry("java.sql", SQL_HOMES),
          Map.entry("org.jdbi", SQL_HOMES),
          Map.entry("org.flywaydb", Set.of("platform.sql")),
          Map.entry("com.zaxxer", Set.of("platform.sql.sqlite", "platform.sql.postgres")),
          Map.entry("org.sqlite", Set.of("platform.sql.sqlite")),
          Map.entry("org.rocksdb", Set.of("chat.log.rocksdb")),
          Map.entry("org.bouncycastle", Set.of("chat.pin", "chat.account")),
          Map.entry("io.github.bucket4j", Set.of("platform.limits")),
          Map.entry("io.vertx", Set.of("edge", "edge.blaze", "edge.media", "edge.api")),
          Map.entry("io.netty", Set.of("edge", "edge.blaze", "edge.media", "edge.api")),
          Map.entry("ch.qos.logback", Set.of("platform.runtime")),
          Map.entry("com.sun.net.httpserver", Set.of("edge.admin")),
          Map.entry("picocli", Set.of("", "edge.command")),
          Map.entry("dev.hearth.sdk", Set.of("edge.command")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.hearth");

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
    Path root = Path.of("src", "main", "java", "dev", "hearth");
    try (var files = Files.walk(root)) {
      Set<String> onDisk = new TreeSet<>();
      files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> root.relativize(file.getParent()).toString().replace('/', '.'))
          .forEach(onDisk::add);

      assertThat(FOLDERS).containsAll(onDisk);
    }
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

  private static boolean isFloor(JavaClass type) {
    return FLOORS.stream()
        .anyMatch(floor -> type.getName().equals(floor) || type.getName().startsWith(floor + "$"));
  }

  private static boolean isOurs(JavaClass type) {
    return isIn(type.getPackageName(), "dev.hearth")
        && !isIn(type.getPackageName(), "dev.hearth.protocol")
        && !isIn(type.getPackageName(), "dev.hearth.sdk");
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
