package dev.hearth;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The names of all types, nested ones too: a reader who searches for one finds one. And the one
/// name of all loggers: a `log` holds messages here.
class NamesTest {
  private static final Path MODULES = Path.of("..").toAbsolutePath().normalize();
  private static final Path SOURCES = Path.of("src", "main", "java");

  /// The module that all others use.
  private static final String SHARED = "protocol";

  /// Nested types that several others have: `Refused` is the "no" of every sealed result, and a
  /// `Builder` builds the type around it.
  private static final Set<String> OF_MANY = Set.of("Refused", "Builder");

  /// The two words for what came of a request, which no other type of the server may use.
  private static final Set<String> ONCE = Set.of("Refusal", "Outcome");

  private static final Declarations DECLARED = declared();

  /// A type that can be seen outside of its file.
  ///
  /// @param around the types around it, such as `Outcome.`; "" for a type that has a file
  private record Declared(String module, String folder, String around, String name) {
    boolean nested() {
      return !around.isEmpty();
    }

    @Override
    public String toString() {
      return module + ": " + folder + "." + around + name;
    }
  }

  /// A logger of a class.
  private record Logger(String file, String name) {}

  @Test
  void in_a_module_a_name_is_used_once() {
    var byName =
        DECLARED.types.stream()
            .filter(type -> !type.nested() || !OF_MANY.contains(type.name()))
            .collect(groupingBy(type -> type.module() + " " + type.name()));

    assertThat(byName).hasSizeGreaterThan(1_000);
    assertThat(byName.values()).allSatisfy(types -> assertThat(types).hasSize(1));
  }

  @Test
  void a_nested_type_has_no_name_that_all_modules_know() {
    Set<String> shared =
        DECLARED.types.stream()
            .filter(type -> type.module().equals(SHARED))
            .map(Declared::name)
            .collect(toSet());

    assertThat(DECLARED.types)
        .filteredOn(type -> type.nested() && !type.module().equals(SHARED))
        .filteredOn(type -> !OF_MANY.contains(type.name()) && shared.contains(type.name()))
        .isEmpty();
  }

  @Test
  void there_is_one_refusal_and_one_outcome() {
    assertThat(DECLARED.types)
        .filteredOn(type -> type.module().equals("server") && ONCE.contains(type.name()))
        .extracting(Declared::toString)
        .containsExactlyInAnyOrder(
            "server: dev.hearth.chat.Refusal", "server: dev.hearth.chat.Outcome");
  }

  @Test
  void a_logger_is_called_LOG_in_all_modules() {
    assertThat(DECLARED.loggers).hasSizeGreaterThan(50);
    assertThat(DECLARED.loggers).allSatisfy(logger -> assertThat(logger.name()).isEqualTo("LOG"));
  }

  private static Declarations declared() {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var folders = Files.list(MODULES);
        var files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources =
          folders
              .filter(folder -> Files.isDirectory(folder.resolve(SOURCES)))
              .flatMap(NamesTest::sources)
              .toList();
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      var declared = new Declarations();
      for (CompilationUnitTree file : task.parse()) {
        declared.scan(file, file);
      }
      return declared;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Path> sources(Path module) {
    try (var all = Files.walk(module.resolve(SOURCES))) {
      return all
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java") && !file.endsWith("package-info.java"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The types and loggers in files; what is private, or inside a method, is read only there.
  private static final class Declarations
      extends TreePathScanner<@Nullable Void, CompilationUnitTree> {
    final List<Declared> types = new ArrayList<>();
    final List<Logger> loggers = new ArrayList<>();

    @Override
    public @Nullable Void visitClass(ClassTree type, CompilationUnitTree file) {
      if (type.getSimpleName().isEmpty()
          || type.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
        return null;
      }
      types.add(
          new Declared(
              MODULES.relativize(path(file)).getName(0).toString(),
              Objects.requireNonNull(file.getPackageName()).toString(),
              around(getCurrentPath()),
              type.getSimpleName().toString()));
      return super.visitClass(type, file);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree field, CompilationUnitTree file) {
      if (field.getModifiers().getFlags().contains(Modifier.STATIC)
          && String.valueOf(field.getType()).endsWith("Logger")) {
        loggers.add(new Logger(path(file).getFileName().toString(), field.getName().toString()));
      }
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, CompilationUnitTree file) {
      return null;
    }

    private static Path path(CompilationUnitTree file) {
      return Path.of(file.getSourceFile().toUri());
    }

    private static String around(TreePath path) {
      var around = new StringBuilder();
      for (TreePath at = path.getParentPath(); at != null; at = at.getParentPath()) {
        if (at.getLeaf() instanceof ClassTree outer) {
          around.insert(0, outer.getSimpleName() + ".");
        }
      }
      return around.toString();
    }
  }
}
