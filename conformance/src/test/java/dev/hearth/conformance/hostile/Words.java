package dev.hearth.conformance.hostile;

import dev.hearth.conformance.Client;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.payload.Recall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words in the tables that stand for values which are known only when the tables are played.
///
/// | word                      | stands for                                             |
/// |---------------------------|--------------------------------------------------------|
/// | `$alice` `$bob` `$mallory` `$robot` | their user ids                               |
/// | `$alicesession` …         | their session ids                                      |
/// | `$contact`                | the conversation of who sends with Bob                 |
/// | `$group`                  | a group of Mallory's with Bob and Robot                |
/// | `$foreign`                | the conversation of Alice and Bob                      |
/// | `$foreignmessage`         | what Alice said to Bob                                 |
/// | `$foreignrecall`         | a payload that takes that back                         |
/// | `$attachment`             | one that Alice has not filled yet                      |
/// | `$fresh`                  | a new id, each time                                    |
/// | `$system`                 | the system's user id                                   |
/// | `$times{100:ab}`          | `ab` a hundred times                                   |
/// | `\x00`                    | the byte 0                                             |
final class Words {
  private static final Pattern WORD = Pattern.compile("\\$(times\\{(\\d+):([^}]*)\\}|[a-z]+)");

  private Words() {}

  static String spell(String text, Stage stage, Client sender) {
    Map<String, Object> words =
        Map.ofEntries(
            Map.entry("alice", stage.alice.user()),
            Map.entry("bob", stage.bob.user()),
            Map.entry("mallory", stage.mallory.user()),
            Map.entry("robot", stage.robot.user()),
            Map.entry("alicesession", stage.alice.session()),
            Map.entry("bobsession", stage.bob.session()),
            Map.entry("contact", stage.contactOf(sender)),
            Map.entry("group", stage.group),
            Map.entry("foreign", stage.foreign),
            Map.entry("foreignmessage", stage.foreignMessage),
            Map.entry("attachment", stage.attachment),
            Map.entry(
                "foreignrecall", WireBase64.rawUrl(new Recall(stage.foreignMessage).toBytes())),
            Map.entry("system", new UUID(0, 0)));
    return WORD.matcher(text).replaceAll(found -> Matcher.quoteReplacement(spell(found, words)));
  }

  private static String spell(MatchResult found, Map<String, Object> words) {
    if (found.group(2) != null) {
      return found.group(3).repeat(Integer.parseInt(found.group(2)));
    }
    String word = found.group(1);
    if (word.equals("fresh")) {
      return UUID.randomUUID().toString();
    }
    Object meaning = words.get(word);
    if (meaning == null) {
      throw new IllegalArgumentException("no word: $" + word);
    }
    return meaning.toString();
  }

  /// The bytes of `text`: UTF-8, except bytes that are written as `\xNN`.
  static byte[] bytes(String text) {
    var bytes = new ByteArrayOutputStream();
    int at = 0;
    for (int next = text.indexOf("\\x"); next >= 0; next = text.indexOf("\\x", at)) {
      bytes.writeBytes(text.substring(at, next).getBytes(StandardCharsets.UTF_8));
      bytes.write(Integer.parseInt(text.substring(next + 2, next + 4), 16));
      at = next + 4;
    }
    bytes.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
