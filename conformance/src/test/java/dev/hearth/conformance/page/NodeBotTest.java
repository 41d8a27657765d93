package dev.hearth.conformance.page;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeBotTest {
  private static final String README = "README.md";

  @TempDir private Path folder;

  @Test
  @Needs({"node -e 'process.exit(process.versions.node.split(\".\")[0] >= 20 ? 0 : 1)'", "npm -v"})
  @Runs(page = README, block = "./hearth dev --ready ready.json &")
  @Runs(page = README, block = "// bot.mjs")
  @Runs(page = README, block = "./hearth bot add Weather > keystore.json\nnode bot.mjs")
  void the_node_bot_answers_each_text_once_where_it_was_said() throws Exception {
    try (var reader = Reader.at(folder)) {
      var dev = reader.start(Block.of(README, "./hearth dev --ready ready.json &").text());
      dev.await("Hearth listens on");
      dev.await("added [0-9]+ packages");
      reader.write("bot.mjs", Block.of(README, "// bot.mjs").text());
      var lines = Block.of(README, "./hearth bot add Weather > keystore.json\nnode").lines();
      reader.run(lines.getFirst());
      reader.start(lines.getLast());

      new BotOnThePage(reader, "ready.json", "keystore.json").answersEachTextOnceWhereItWasSaid();
    }
  }
}
