package dev.hearth.conformance.page;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A property of the JVM, or a variable of the environment, that a page tells a reader to set for
/// the launcher, a build or a test.
record BuildSetting(String name) {
  private static final Pattern NAMED =
      Pattern.compile("(?:-D(hearth\\.[a-z.-]+)|(HEARTH_[A-Z_]+))");
  private static final List<String> SCRIPTS =
      List.of("hearth", ".mvn/find-jdk", "conformance/run", "conformance/disk", "fuzz/run");

  private static final Set<String> READ =
      Stream.of(
              named(
                  "(?:getProperty|getInteger|getLong|getBoolean)\\(\\s*\"(hearth\\.[a-z.-]+)\"",
                  Sources.java("")),
              named(
                  "\\$\\{(hearth\\.[a-z.-]+)}", Stream.of("pom.xml", "web/pom.xml").map(Path::of)),
              named("\\$\\{?(HEARTH_[A-Z_]+)", SCRIPTS.stream().map(Path::of)))
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());

  /// Those on all pages, in blocks too.
  static Stream<BuildSetting> all() {
    return InlineCode.pages()
        .flatMap(page -> NAMED.matcher(Sources.read(Path.of(page))).results())
        .map(found -> new BuildSetting(found.group().replaceFirst("^-D", "")))
        .distinct();
  }

  /// Whether a script or a program reads it.
  boolean isRead() {
    return READ.contains(name);
  }

  private static Stream<String> named(String pattern, Stream<Path> files) {
    Pattern compiled = Pattern.compile(pattern);
    return files.flatMap(
        file -> compiled.matcher(Sources.read(file)).results().map(found -> found.group(1)));
  }
}
