package dev.hearth;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The names of the server's types: a reader who searches for one finds one.
class NamesTest {
  /// The two words for what came of a request, which no other type may use.
  private static final Set<String> ONCE = Set.of("Refusal", "Outcome");

  private static final List<JavaClass> TYPES =
      new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
              .importPackages("dev.hearth.edge..", "dev.hearth.chat..", "dev.hearth.platform..")
              .stream()
              .filter(type -> !type.getSimpleName().equals("package-info"))
              .toList();

  @Test
  void a_name_of_a_file_is_used_once() {
    Map<String, List<String>> byName =
        TYPES.stream()
            .filter(JavaClass::isTopLevelClass)
            .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));

    assertThat(byName.values()).isNotEmpty().allSatisfy(names -> assertThat(names).hasSize(1));
  }

  @Test
  void there_is_one_refusal_and_one_outcome() {
    var named =
        TYPES.stream().filter(type -> ONCE.contains(type.getSimpleName())).map(JavaClass::getName);

    assertThat(named)
        .containsExactlyInAnyOrder("dev.hearth.chat.Refusal", "dev.hearth.chat.Outcome");
  }
}
