package dev.hearth.conformance.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Stream;

/// The files and folders of the repository, without what is made of them.
final class Sources {
  private static final Set<String> MADE = Set.of("target", "node_modules", ".git");

  private Sources() {}

  /// All in a folder, with their paths in the repository.
  static Stream<Path> of(String folder) {
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          Block.ROOT.resolve(folder),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              found.add(Block.ROOT.relativize(path));
              return MADE.contains(path.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              found.add(Block.ROOT.relativize(path));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.stream();
  }

  /// The Java files of a module, or of all modules for "".
  static Stream<Path> java(String module) {
    return of(module).filter(file -> file.toString().endsWith(".java"));
  }

  /// Those of tests.
  static Stream<Path> tests(String module) {
    return java(module).filter(file -> file.toString().contains("/src/test/"));
  }

  static String read(Path file) {
    try {
      return Files.readString(Block.ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
