package dev.hearth.conformance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/// Each block of each page has its one test.
class EveryBlockTest {
  private static final List<Runs> RUNS = runs().toList();

  @Test
  void each_block_of_each_page_is_run_by_one_test() {
    assertThat(Block.all())
        .as("a block without a test: give it one with @Runs, see package-info.java")
        .allSatisfy(block ->
            assertThat(RUNS.stream().filter(run -> names(run, block)))
                .as(block.toString())
                .hasSize(1));
  }

  @Test
  void each_test_of_a_block_finds_it() {
    assertThat(RUNS).isNotEmpty().allSatisfy(run -> Block.of(run.page(), run.block()));
  }

  @Test
  void blocks_are_found_in_lists_too() {
    var lines =
        List.of("- so:", "", "  ```js", "  one", "", "    two", "  ```", "", "```", "three", "```");

    assertThat(Block.in("page", lines))
        .containsExactly(
            new Block("page", 4, "js", "one\n\n  two\n"), new Block("page", 10, "", "three\n"));
  }

  private static boolean names(Runs run, Block block) {
    return run.page().equals(block.page()) && block.begins(run.block());
  }

  private static Stream<Runs> runs() {
    return ReflectionSupport.findAllClassesInPackage(
            EveryBlockTest.class.getPackageName(), _ -> true, _ -> true)
        .stream()
        .flatMap(type ->
            ReflectionSupport.findMethods(
                type,
                method -> AnnotationSupport.isAnnotated(method, Test.class),
                HierarchyTraversalMode.TOP_DOWN)
                .stream())
        .flatMap(test -> AnnotationSupport.findRepeatableAnnotations(test, Runs.class).stream());
  }
}
