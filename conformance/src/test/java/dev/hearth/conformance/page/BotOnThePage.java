package dev.hearth.conformance.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.AdminClient;
import dev.hearth.conformance.Client;
import dev.hearth.conformance.page.Speaker.Heard;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The promise of each bot on the pages: it answers each text once, in the conversation in which it
/// was said, and nothing else.
final class BotOnThePage {
  private final URI api;
  private final Client alice;
  private final Client bob;
  private final Client bot;
  private final AdminClient door;

  /// @param ready the path of what `hearth dev --ready` wrote
  /// @param keystore the path of the bot's keystore
  BotOnThePage(Reader reader, String ready, String keystore) {
    JsonNode world = JsonMapper.shared().readTree(reader.read(ready));
    this.api = URI.create(world.path("api").asString());
    this.alice = client(world.path("people").path(0).path("keystore"));
    this.bob = client(world.path("people").path(1).path("keystore"));
    this.bot = client(JsonMapper.shared().readTree(reader.read(keystore)));
    this.door = AdminClient.of(reader.file("home/state/hearth/dev"));
  }

  static Client client(JsonNode keystore) {
    return new Client("", Keystore.parse(keystore.toString()).orElseThrow());
  }

  void answersEachTextOnceWhereItWasSaid() throws Exception {
    try (var speaker = Speaker.at(api, alice);
        var elsewhere = Speaker.at(api, door.secondDevice(bot))) {
      ConversationId two = speaker.talkTo(bot);
      ConversationId group = speaker.found("Friends", List.of(bob, bot));
      var expected = new ArrayList<Heard>();

      // The bot itself gets to see this, and should leave it alone.
      elsewhere.say(two, "Hello, Alice");
      expected.add(new Heard(two, bot.user(), "PLAIN_TEXT", "Hello, Alice"));

      for (String text : List.of("Hello", "{\"a\":1}", "42", "Grüße, 你好 🦜", "null")) {
        for (ConversationId where : List.of(two, group)) {
          speaker.say(where, "PLAIN_LOCATION", "{\"latitude\":52.5,\"longitude\":13.4}");
          speaker.say(where, text);
          expected.add(new Heard(where, bot.user(), "PLAIN_TEXT", "You said: " + text));
          // Later rounds show that no answer followed the one that was waited for.
          assertThat(speaker.from(bot.user(), expected.size())).containsExactlyElementsOf(expected);
        }
      }
    }
  }
}
