package dev.hearth.conformance.page;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Code in running text, such as `./hearth dev`.
///
/// @param page the path of the page, or of another file, in the repository
/// @param text the code, on one line
record InlineCode(String page, String text) {
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CODE_IN_A_LINE = Pattern.compile("`([^`\n]+)`");

  // The rest is for the shell.
  private static final Pattern REDIRECTED = Pattern.compile("\\s+([<>|&].*)?$");

  /// The pages whose running text is looked at.
  static Stream<String> pages() {
    return Stream.concat(Block.pages().stream(), Stream.of("SECURITY.md"));
  }

  /// All of it, on all pages.
  static List<InlineCode> onPages() {
    return pages().flatMap(page -> in(page, Sources.read(Path.of(page))).stream()).toList();
  }

  /// All of it in the comments and messages of the program and its libraries, where a line of the
  /// file has it whole.
  static List<InlineCode> inSources() {
    return Sources.java("")
        .filter(file -> file.toString().contains("/src/main/"))
        .flatMap(file -> found(CODE_IN_A_LINE, file.toString(), Sources.read(file)))
        .toList();
  }

  static List<InlineCode> in(String page, String text) {
    return found(CODE, page, FENCED.matcher(text).replaceAll("")).toList();
  }

  private static Stream<InlineCode> found(Pattern pattern, String page, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(code -> new InlineCode(page, code.group(1).replaceAll("\\s+", " ").strip()));
  }

  /// The command in it, as the words that a shell would make of it.
  List<String> words() {
    String command = REDIRECTED.matcher(text + " ").replaceFirst("");
    return List.of(command.replaceAll("['\"]", "").split(" "));
  }

  boolean begins(String command) {
    return words().getFirst().equals(command);
  }

  @Override
  public String toString() {
    return page + ": " + text;
  }
}
