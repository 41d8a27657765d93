package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.sql.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The directory has one door: nobody changes it past the door, and nobody else makes answers
/// forgotten (which the compiler sees to) or says that there are messages in the outbox.
class OneDoorTest {
  private static final String DOOR = "dev.hearth.chat.directory.door";

  /// Beside the platform, which has the database. The outbox takes messages away that the log has,
  /// and {@link dev.hearth.chat.Chat} hands the database to the door.
  private static final Set<String> KNOW_THE_DATABASE =
      Set.of(DOOR, "dev.hearth.chat.directory.outbox", "dev.hearth.chat");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.hearth");

  @Test
  void nobody_reaches_the_database_but_through_the_door() {
    List<String> past = new ArrayList<>();
    for (JavaClass user : CLASSES) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        if (dependency.getTargetClass().isAssignableTo(Database.class)
            && !user.getPackageName().startsWith("dev.hearth.platform")
            && !KNOW_THE_DATABASE.contains(user.getPackageName())) {
          past.add(dependency.getDescription());
        }
      }
    }

    assertThat(past).isEmpty();
  }

  @Test
  void only_the_door_puts_messages_into_the_outbox_and_says_so() {
    List<String> past = new ArrayList<>();
    for (String method : List.of("put", "wake")) {
      for (JavaClass user : CLASSES) {
        for (JavaMethodCall call : user.getMethodCallsFromSelf()) {
          if (call.getTargetOwner().isEquivalentTo(Outbox.class)
              && call.getName().equals(method)
              && !user.getPackageName().equals(DOOR)) {
            past.add(call.getDescription());
          }
        }
      }
    }

    assertThat(past).isEmpty();
  }
}
