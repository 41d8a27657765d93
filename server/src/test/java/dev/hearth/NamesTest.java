package dev.hearth;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
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

/// The names of all types, nested ones too: a reader who searches for one finds one.
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

  private static final List<Declared> TYPES = declared();

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

  @Test
  void in_a_module_a_name_is_used_once() {
    var byName =
        TYPES.stream()
            .filter(type -> !type.nested() || !OF_MANY.contains(type.name()))
            .collect(groupingBy(type -> type.module() + " " + type.name()));

    assertThat(byName).hasSizeGreaterThan(1_000);
    assertThat(byName.values()).allSatisfy(types -> assertThat(types).hasSize(1));
  }

  @Test
  void a_nested_type_has_no_name_that_all_modules_know() {
    Set<String> shared =
        TYPES.stream()
            .filter(type -> type.module().equals(SHARED))
            .map(Declared::name)
            .collect(toSet());

    assertThat(TYPES)
        .filteredOn(type -> type.nested() && !type.module().equals(SHARED))
        .filteredOn(type -> !OF_MANY.contains(type.name()) && shared.contains(type.name()))
        .isEmpty();
  }

  @Test
  void there_is_one_refusal_and_one_outcome() {
    assertThat(TYPES)
        .filteredOn(type -> type.module().equals("server") && ONCE.contains(type.name()))
        .extracting(Declared::toString)
        .containsExactlyInAnyOrder(
            "server: dev.hearth.chat.Refusal", "server: dev.hearth.chat.Outcome");
  }

  private static List<Declared> declared() {
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
      var types = new ArrayList<Declared>();
      for (CompilationUnitTree file : task.parse()) {
        new Declarations(file, types).scan(file, null);
      }
      return types;
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

  /// Finds the types in a file; what is private, or inside a method, is read only there.
  private static final class Declarations extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final String module;
    private final String folder;
    private final List<Declared> types;

    Declarations(CompilationUnitTree file, List<Declared> types) {
      this.module = MODULES.relativize(Path.of(file.getSourceFile().toUri())).getName(0).toString();
      this.folder = Objects.requireNonNull(file.getPackageName()).toString();
      this.types = types;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      if (type.getSimpleName().isEmpty()
          || type.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
        return null;
      }
      types.add(
          new Declared(module, folder, around(getCurrentPath()), type.getSimpleName().toString()));
      return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      return null;
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
