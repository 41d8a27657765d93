package dev.hearth.conformance.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A fenced block of a page.
///
/// @param page the page's path in the repository
/// @param line of its first line, from 1
/// @param language what stands behind the fence; may be empty
/// @param text its lines, each with an end
record Block(String page, int line, String language, String text) {
  static final Path ROOT = Path.of("..");
  private static final String FENCE = "```";

  /// All blocks of all pages.
  static List<Block> all() {
    return pages().stream().flatMap(page -> on(page).stream()).toList();
  }

  /// The block of a page that begins with `start`.
  static Block of(String page, String start) {
    List<Block> found = on(page).stream().filter(block -> block.begins(start)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          page + " has " + found.size() + " blocks that begin with: " + start);
    }
    return found.getFirst();
  }

  boolean begins(String start) {
    return text.startsWith(start);
  }

  /// The same with another text in one place.
  ///
  /// @throws IllegalStateException if the block doesn't have it, so that a page and its test stay
  ///   together
  Block with(String before, String after) {
    if (!text.contains(before)) {
      throw new IllegalStateException(this + " has no longer: " + before);
    }
    return new Block(page, line, language, text.replace(before, after));
  }

  List<String> lines() {
    return text.lines().toList();
  }

  @Override
  public String toString() {
    return page + ":" + line + ": " + text.lines().findFirst().orElse("");
  }

  /// The pages that have blocks.
  static List<String> pages() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "examples/README.md"),
              docs.filter(file -> file.toString().endsWith(".md"))
                  .map(file -> ROOT.relativize(file).toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Block> on(String page) {
    try {
      return in(page, Files.readAllLines(ROOT.resolve(page)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The blocks in a page's lines. A block in a list is indented, and read without that.
  static List<Block> in(String page, List<String> lines) {
    var blocks = new ArrayList<Block>();
    for (int at = 0; at < lines.size(); at++) {
      String opening = lines.get(at);
      int indent = opening.length() - opening.stripLeading().length();
      if (opening.startsWith(FENCE, indent)) {
        int first = ++at;
        var text = new StringBuilder();
        while (at < lines.size() && !lines.get(at).strip().equals(FENCE)) {
          String line = lines.get(at++);
          text.append(line.isBlank() ? "" : line.substring(indent)).append('\n');
        }
        String language = opening.substring(indent + FENCE.length()).strip();
        blocks.add(new Block(page, first + 1, language, text.toString()));
      }
    }
    return blocks;
  }
}
