package dev.hearth.conformance.page;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A path in the repository that a page names, and what a script there is given.
///
/// @param path may leave folders out, as `server/…/edge/api` does
record RepositoryPath(String path, List<String> arguments) {
  private static final Pattern PATH = Pattern.compile("([\\w-][\\w.-]*|\\.[\\w-]+)/[\\w./…-]*");

  /// The path that a piece of code is, or begins with; empty when it is something else, or made by
  /// a build.
  static Optional<RepositoryPath> in(InlineCode code) {
    List<String> all = code.words();
    List<String> words = all.size() > 1 && code.begins("bash") ? all.subList(1, all.size()) : all;
    String path = words.getFirst();
    var parts = PATH.matcher(path);
    boolean ours =
        parts.matches()
            && Files.isDirectory(Block.ROOT.resolve(parts.group(1)))
            && !path.contains("/target/");
    return ours
        ? Optional.of(new RepositoryPath(path, words.subList(1, words.size())))
        : Optional.empty();
  }

  /// The words that name something which does not exist.
  Stream<String> problems() {
    return exists() ? arguments.stream().filter(word -> !isTaken(word)) : Stream.of(path);
  }

  private boolean isTaken(String argument) {
    boolean scenario =
        path.equals("conformance/run")
            && Files.exists(
                Block.ROOT.resolve("conformance/node/scenarios/" + argument + ".test.mjs"));
    boolean target =
        path.equals("fuzz/run")
            && (argument.equals("--keep")
                || Sources.tests("").anyMatch(glob("**/" + argument + ".java")::matches));
    return scenario || target || argument.matches("[0-9]+");
  }

  private boolean exists() {
    if (Files.exists(Block.ROOT.resolve(path))) {
      return true;
    }
    int first = path.indexOf('/');
    String rest = path.substring(first + 1).replace("…/", "");
    PathMatcher somewhere = glob(path.substring(0, first) + "/**/" + rest + "{,.java}");
    return Sources.of(path.substring(0, first)).anyMatch(somewhere::matches);
  }

  /// The paths of a pattern, in which `**` stands for any folders.
  static PathMatcher glob(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
  }
}
