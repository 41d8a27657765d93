import dev.hearth.sdk.HearthBot;
import java.net.URI;
import java.nio.file.Path;

/// A bot in one file, of somebody who has configured no logging. It fails at every text.
class Grumpy {
  public static void main(String... arguments) throws Exception {
    try (var bot = HearthBot.of(Path.of(arguments[0]), URI.create(arguments[1]))) {
      bot.onText(said -> {
        throw new IllegalStateException("no answer to " + said.text().length() + " letters");
      });
      bot.run();
    }
  }
}
