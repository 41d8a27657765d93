package dev.hearth;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.sql.Database;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The directory has one door: each change goes through it, and so nobody else can forget to say
/// that there are messages in the outbox. That nobody else makes the door forget answers is for the
/// compiler to see.
class OneDoorTest {
  private static final String DOOR = "dev.hearth.chat.directory.door";

  /// Takes the messages away that the log has.
  private static final String OUTBOX = "dev.hearth.chat.directory.outbox";

  /// Hands the database to the door when it builds the floor.
  private static final String CHAT = "dev.hearth.chat";

  private static final Set<String> FILLS_THE_OUTBOX = Set.of("put", "wake");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.hearth");

  @Test
  void nobody_reaches_the_database_but_through_the_door() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.hearth.platform..", DOOR, OUTBOX, CHAT)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Database.class)
        .check(CLASSES);
  }

  @Test
  void only_the_door_puts_messages_into_the_outbox_and_says_so() {
    noClasses()
        .that()
        .resideOutsideOfPackage(DOOR)
        .should()
        .callMethodWhere(describe("it fills the outbox", OneDoorTest::fillsTheOutbox))
        .check(CLASSES);
  }

  private static boolean fillsTheOutbox(JavaMethodCall call) {
    return call.getTargetOwner().isEquivalentTo(Outbox.class)
        && FILLS_THE_OUTBOX.contains(call.getName());
  }
}
