package dev.hearth;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The English of comments, docs, messages and names of tests, without phrases that are hard for
/// readers who learned the language at work. CONTRIBUTING.md lists them.
class EnglishTest {
  private static final Path ROOT = Path.of("..");

  private static final String BEGINS = "(?:^|[.:!?]\\s+)";
  private static final Map<String, Pattern> PHRASES =
      Map.of(
          "who", Pattern.compile(BEGINS + "(?:Who|Whose|Whom|[Ww]hoever|[Ww]homever)\\b"),
          "what", Pattern.compile(BEGINS + "(?:What|[Ww]hatever)\\b"),
          "so many", Pattern.compile("\\b[Ss]o (?:many|long|old|much|few)\\b"),
          "is none",
              Pattern.compile(
                  "(?<!\\b[Tt]here )\\b(?:is|are|was|were) (?:none|no (?!longer\\b)[A-Za-z]+)\\b"),
          "dialect",
              Pattern.compile(
                  "\\bfor ever\\b|\\ball the same\\b|\\bgo(?:es)? on\\b|\\bof no use\\b"
                      + "|\\bsuch a one\\b|\\bpass(?:ed|es) over\\b"),
          "no name", Pattern.compile("\\bAdd somewhere\\b"));

  private static final Pattern COMMENT = Pattern.compile("\\s*//+ ?(.*)");
  private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n|\\n(?=[-|#*])");
  private static final String QUOTED = "\"(?:[^\"\\\\\\n]|\\\\.)*\"";
  private static final Pattern STRING =
      Pattern.compile("\"\"\"(?s:.*?)\"\"\"|" + QUOTED + "(?:\\s*\\+\\s*" + QUOTED + ")*");
  private static final Pattern TEST_NAME = Pattern.compile("\\bvoid ([a-z]\\w*_\\w*)\\(");

  @Test
  void no_comment_no_page_and_no_message_has_a_phrase_that_is_hard_to_read() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      for (String text : texts(file)) {
        PHRASES.forEach((name, phrase) -> {
          if (phrase.matcher(text).find()) {
            found.add(file + ": \"" + name + "\" in: " + text);
          }
        });
      }
    }

    assertThat(found).as("say it plainly, see CONTRIBUTING.md").isEmpty();
  }

  @Test
  void the_phrases_are_found_in_comments_docs_and_messages() {
    assertThat(comments("  /// Who is\n  /// late. What for ever\n  ///\n  /// Whose\n  int so;"))
        .containsExactly("Who is late. What for ever", "Whose");
    assertThat(paragraphs("# What\n\nText so many\nlines.\n- is none")).hasSize(3);
    assertThat(strings("f(\"Who \"\n    + \"is\", \"\"\"\n  late\n  \"\"\");\n  // \"no\""))
        .containsExactly("Who is", "late");
    assertThat(testNames("void " + "who_is_late() {}")).containsExactly("Who is late");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(EnglishTest::isOurs).sorted().toList();
    }
  }

  /// Sources and pages, not what a build makes, others wrote, or lists the phrases.
  private static boolean isOurs(Path file) {
    String name = ROOT.relativize(file).toString();
    return (name.endsWith(".java") || name.endsWith(".md"))
        && !name.equals("CONTRIBUTING.md")
        && !name.contains("target/")
        && !name.contains("node_modules/")
        && !name.contains("src/test/resources/");
  }

  private static List<String> texts(Path file) {
    String text = read(file);
    String name = file.toString();
    if (!name.endsWith(".java")) {
      return paragraphs(text);
    }
    List<String> texts = new ArrayList<>(comments(text));
    texts.addAll(name.contains("src/main/") ? strings(text) : testNames(text));
    return texts;
  }

  /// Lines of comments that follow each other are one text, up to an empty one.
  private static List<String> comments(String source) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String line : (source + "\n\n").split("\n", -1)) {
      var comment = COMMENT.matcher(line);
      if (comment.matches() && !comment.group(1).isBlank()) {
        text.append(text.isEmpty() ? "" : " ").append(comment.group(1));
      } else if (!text.isEmpty()) {
        texts.add(text.toString());
        text.setLength(0);
      }
    }
    return texts;
  }

  private static List<String> paragraphs(String page) {
    return PARAGRAPHS
        .splitAsStream(page)
        .map(text -> text.replaceAll("\\s+", " ").strip())
        .toList();
  }

  /// Messages, help texts, and all other strings; those that `+` joins are one text.
  private static List<String> strings(String source) {
    String code =
        source.lines().filter(line -> !COMMENT.matcher(line).matches()).collect(joining("\n"));
    return STRING
        .matcher(code)
        .results()
        .map(MatchResult::group)
        .map(text -> text.replaceAll("\"\\s*\\+\\s*\"|\"", "").replaceAll("\\s+", " ").strip())
        .toList();
  }

  /// The names of tests, as the sentences that they are.
  private static List<String> testNames(String source) {
    return TEST_NAME
        .matcher(source)
        .results()
        .map(found -> found.group(1).replace('_', ' '))
        .map(name -> Character.toUpperCase(name.charAt(0)) + name.substring(1))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
