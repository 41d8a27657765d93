package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Each log line about a fault goes through `LoggedFault`, because the message of an exception may
/// quote what a client sent. Lines are found by how our sources are written: a logger is named
/// `LOG`, and a fault is what is caught, or declared with a type that is named like one.
class FaultsInLogTest {
  private static final Path ROOT = Path.of("src", "main", "java", "dev", "hearth");
  private static final Pattern LINE =
      Pattern.compile("\\bLOG\\s*\\.(?:error|warn|info|debug|trace|at\\w+)\\(");
  private static final Pattern CAUGHT = Pattern.compile("catch \\([\\w.| \\s]+?(\\w+)\\)");
  private static final Pattern DECLARED =
      Pattern.compile(
          "\\b(?:Throwable|Error|\\w*Exception|\\w*Failure|UnreadableLog|NotNow|DiskFull|LogFull)"
              + "\\s+(\\w+)\\b");
  private static final Pattern HEARD = Pattern.compile("onFailure\\((\\w+) ->");
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern ALLOWED =
      Pattern.compile("(?:\\w+ == null \\? null : )?LoggedFault\\s*\\.(?:of|sentence)\\(\\w+\\)");

  @Test
  void the_message_of_a_fault_reaches_the_log_through_one_place_only() throws IOException {
    List<String> around = new ArrayList<>();
    int lines = 0;
    try (var files = Files.walk(ROOT)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        lines += (int) LINE.matcher(source).results().count();
        around(source).forEach(line -> around.add(file + ": " + line));
      }
    }

    assertThat(lines).as("log lines that were found").isGreaterThan(50);
    assertThat(around).isEmpty();
  }

  @Test
  void a_line_that_goes_around_it_is_found() {
    assertThat(around("catch (IOException | Error e) { LOG.error(\"it failed\", e); }")).hasSize(1);
    assertThat(around("catch (IOException e) { LOG.warn(\"{}\", e.getMessage()); }")).hasSize(1);
    assertThat(around("catch (IOException e) {\n LOG.warn(\n\"{}\",\n x(e.toString())); }"))
        .hasSize(1);
    assertThat(around("void said(LogFailure why) { LOG.info(\"{}\", 1, why); }")).hasSize(1);
    assertThat(around(".onFailure(gone -> LOG.info(\"\", gone))")).hasSize(1);
    assertThat(around("LOG.error(\"{}\", x.getMessage())")).hasSize(1);
    assertThat(around("LOG.atError().setCause(e)")).hasSize(1);
    assertThat(around("catch (IOException e) { e.printStackTrace(); }")).hasSize(1);

    assertThat(around("catch (Error e) { LOG.error(\"e (e)\", LoggedFault.of(e)); f(e); }"))
        .isEmpty();
  }

  /// The log lines of a source that show a fault by themselves.
  private static List<String> around(String source) {
    Set<String> faults = new TreeSet<>();
    for (Pattern named : List.of(CAUGHT, DECLARED, HEARD)) {
      named.matcher(source).results().map(found -> found.group(1)).forEach(faults::add);
    }
    Pattern bad =
        Pattern.compile(
            faults.stream()
                .map(name -> "\\b" + name + "\\b|")
                .collect(Collectors.joining("", "", "get(?:Localized)?Message\\(")));
    List<String> found = new ArrayList<>();
    LINE.matcher(source)
        .results()
        .map(begin -> call(source, begin))
        .filter(line ->
            line.matches("\\w+\\s*\\.at[\\s\\S]*")
                || bad.matcher(ALLOWED.matcher(TEXT.matcher(line).replaceAll("")).replaceAll(""))
                    .find())
        .forEach(found::add);
    if (source.contains(".printStackTrace(")) {
      found.add("printStackTrace");
    }
    return found;
  }

  /// From the name of the logger to the parenthesis that ends the call.
  private static String call(String source, MatchResult begin) {
    int depth = 1;
    int end = begin.end();
    boolean text = false;
    while (depth > 0 && end < source.length()) {
      char next = source.charAt(end);
      if (next == '"' && source.charAt(end - 1) != '\\') {
        text = !text;
      } else if (!text) {
        depth += next == '(' ? 1 : next == ')' ? -1 : 0;
      }
      end++;
    }
    return source.substring(begin.start(), end);
  }
}
