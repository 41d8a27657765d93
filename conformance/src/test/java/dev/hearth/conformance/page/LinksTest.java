package dev.hearth.conformance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinksTest {
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern HEADLESS =
      Pattern.compile("(?m)(?<!\\|\\n)^(\\|.*)\\n(?!\\|[-|]+\\n)");

  private record Link(Path page, Path target, String heading) {}

  @Test
  void each_link_leads_to_a_file_and_to_a_heading_in_it() {
    List<Link> links = pages().flatMap(LinksTest::links).toList();

    assertThat(links)
        .hasSizeGreaterThan(50)
        .allSatisfy(link -> {
          assertThat(Block.ROOT.resolve(link.target)).exists();
          if (!link.heading.isEmpty()) {
            assertThat(headings(link.target)).as(link.toString()).contains(link.heading);
          }
        });
  }

  @Test
  void each_table_has_a_head() {
    assertThat(pages())
        .allSatisfy(page ->
            assertThat(HEADLESS.matcher(Sources.read(page)).results().map(found -> found.group(1)))
                .as(page.toString())
                .isEmpty());
  }

  private static Stream<Path> pages() {
    return Stream.concat(InlineCode.pages(), Stream.of("CHANGELOG.md")).map(Path::of);
  }

  private static Stream<Link> links(Path page) {
    return LINK.matcher(Sources.read(page))
        .results()
        .map(found -> {
          Path target =
              found.group(1).isEmpty() ? page : page.resolveSibling(found.group(1)).normalize();
          return new Link(page, target, found.group(2) == null ? "" : found.group(2));
        });
  }

  /// The headings of a page, as links name them.
  private static List<String> headings(Path page) {
    return Files.isRegularFile(Block.ROOT.resolve(page))
        ? HEADING
            .matcher(Sources.read(page))
            .results()
            .map(found -> found.group(1).toLowerCase(Locale.ROOT))
            .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
            .toList()
        : List.of();
  }
}
