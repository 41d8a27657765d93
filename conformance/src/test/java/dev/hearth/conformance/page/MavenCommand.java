package dev.hearth.conformance.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A command for Maven on a page, without the quotes of a shell.
record MavenCommand(List<String> words) {
  private static final String MODULES = "-pl";
  private static final String TESTS = "-Dtest=";
  private static final Set<String> FLAGS = Set.of("-q", "-B", "-o", "-am", MODULES);
  private static final Set<String> GOALS =
      Set.of("test-compile", "test", "package", "verify", "install", "spotless:apply");

  // Those of Maven and its plugins; ours begin with `hearth.`.
  private static final Set<String> PROPERTIES =
      Set.of(
          "skipTests",
          "maven.test.skip",
          "spotless.check.skip",
          "surefire.failIfNoSpecifiedTests",
          "aether.artifactResolver.postProcessor.trustedChecksums.record");

  /// The words that name something which does not exist.
  Stream<String> problems() {
    return IntStream.range(1, words.size()).boxed().flatMap(this::problems);
  }

  private Stream<String> problems(int at) {
    String word = words.get(at);
    if (words.get(at - 1).equals(MODULES)) {
      return Stream.of(word.split(",")).filter(module -> !isModule(module));
    }
    if (word.startsWith(TESTS)) {
      return Stream.of(word.substring(TESTS.length()).split(",")).filter(test -> !isTest(test));
    }
    return isKnown(word) ? Stream.empty() : Stream.of(word);
  }

  private static boolean isModule(String name) {
    return Files.exists(Block.ROOT.resolve(name).resolve("pom.xml"));
  }

  private boolean isTest(String name) {
    String folders = name.contains(".") ? "java/" + name.replace('.', '/') : name;
    PathMatcher file = RepositoryPath.glob("**/" + folders + ".java");
    return modules().flatMap(Sources::tests).anyMatch(file::matches);
  }

  private Stream<String> modules() {
    int at = words.indexOf(MODULES);
    return at < 0
        ? Stream.of("")
        : Stream.of(words.get(at + 1).split(",")).filter(MavenCommand::isModule);
  }

  private static boolean isKnown(String word) {
    if (word.startsWith("-D")) {
      String property = word.substring(2).split("=", 2)[0];
      return PROPERTIES.contains(property) || new BuildSetting(property).isRead();
    }
    if (word.startsWith("-P")) {
      return Sources.read(Path.of("pom.xml")).contains("<id>" + word.substring(2) + "</id>");
    }
    return FLAGS.contains(word) || GOALS.contains(word);
  }
}
