package dev.hearth.conformance.page;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeBotTest {
  private static final String README = "README.md";

  @TempDir private Path folder;

  @Test
  @Needs({"node -e 'process.exit(process.versions.node.split(\".\")[0] >= 20 ? 0 : 1)'", "npm -v"})
  @Runs(page = README, block = "./hearth dev --ready ready.json &")
  @Runs(page = README, block = "// bot.mjs")
  void the_node_bot_answers_each_text_once_where_it_was_said() throws Exception {
    try (var reader = Reader.at(folder)) {
      var dev = reader.start(Block.of(README, "./hearth dev --ready ready.json &").text());
      dev.await("Hearth listens on");
      dev.await("added [0-9]+ packages");
      Block bot = Block.of(README, "// bot.mjs");
      reader.run(command(bot));
      reader.write("bot.mjs", bot.text());
      reader.start("node bot.mjs");

      new BotOnThePage(reader, "ready.json", "keystore.json").answersEachTextOnceWhereItWasSaid();
    }
  }

  /// The command in a comment of a block.
  private static String command(Block block) {
    var found = Pattern.compile("// (\\./hearth .*)").matcher(block.text());
    if (!found.find()) {
      throw new IllegalStateException(block + " has no command in a comment");
    }
    return found.group(1);
  }
}
