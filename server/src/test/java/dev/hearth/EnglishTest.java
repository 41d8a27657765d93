package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The English of comments and docs, without phrases that are hard for readers who learned the
/// language at work. CONTRIBUTING.md lists them.
class EnglishTest {
  private static final Path ROOT = Path.of("..");

  private static final String BEGINS = "(?:^|[.:!?] )";
  private static final Map<String, Pattern> PHRASES =
      Map.of(
          "who", Pattern.compile(BEGINS + "(?:Who|Whoever)\\b"),
          "what", Pattern.compile(BEGINS + "(?:What|Whatever)\\b"),
          "so many", Pattern.compile("\\b[Ss]o (?:many|long|old|much|few)\\b"),
          "is none", Pattern.compile("\\b(?:is|are|was|were) (?:none|no [a-z]+)\\b"),
          "dialect",
              Pattern.compile(
                  "\\bfor ever\\b|\\ball the same\\b|\\bgo(?:es)? on\\b|\\bof no use\\b"
                      + "|\\bsuch a one\\b"));

  private static final Pattern COMMENT = Pattern.compile("\\s*//+ ?(.*)");
  private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n|\\n(?=[-|#*])");

  @Test
  void no_comment_and_no_page_has_a_phrase_that_is_hard_to_read() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      String text = read(file);
      for (String part : file.toString().endsWith(".java") ? comments(text) : paragraphs(text)) {
        PHRASES.forEach((name, phrase) -> {
          if (phrase.matcher(part).find()) {
            found.add(file + ": \"" + name + "\" in: " + part);
          }
        });
      }
    }

    assertThat(found).as("say it plainly, see CONTRIBUTING.md").isEmpty();
  }

  @Test
  void the_phrases_are_found_in_comments_and_in_docs() {
    assertThat(comments("  /// Who is\n  /// late. What for ever\n  int so = 1; // kept"))
        .containsExactly("Who is late. What for ever");
    assertThat(paragraphs("# What\n\nText so many\nlines.\n- is none")).hasSize(3);
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

  /// Lines of comments that follow each other are one text.
  private static List<String> comments(String source) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String line : (source + "\n\n").split("\n", -1)) {
      var comment = COMMENT.matcher(line);
      if (comment.matches()) {
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

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
