package dev.hearth.conformance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("long")
class OtherPagesTest {
  @TempDir private Path folder;

  @Test
  @Runs(page = "docs/configuration.md", block = "# an example")
  void the_example_of_a_settings_file_serves_over_tls() throws Exception {
    try (var reader = Reader.at(folder)) {
      Certificate certificate = Certificate.make(reader);
      Block example =
          Block.of("docs/configuration.md", "# an example")
              .with("server.port = 443", "server.port = 0")
              .with("/var/lib/hearth", reader.file("var").toString())
              .with("/etc/hearth/", reader.file("etc") + "/");
      reader.write("hearth.conf", example.text());

      var serve = reader.start("./hearth serve --config hearth.conf");
      String port = serve.await("Listening on https://\\S+:([0-9]+)").group(1);

      try (var http = certificate.http()) {
        var health = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/health"));
        assertThat(http.send(health.build(), BodyHandlers.ofString()).body()).contains("true");
      }
      assertThat(reader.file("var/directory.db")).exists();
    }
  }

  @Test
  @Runs(page = "docs/encryption.md", block = "var store = ClientStore.sqlite(")
  void a_client_says_something_that_only_the_other_side_can_read() {
    try (var reader = Reader.at(folder)) {
      reader.write("hearth.conf", "server.port = 0\ndata.folder = data\n");
      var serve = reader.start("./hearth serve --config hearth.conf");
      String server = serve.await("Listening on (http://[^ ,]+)").group(1);
      for (String name : List.of("alice", "bob")) {
        reader.run("./hearth user add " + name + " --config hearth.conf > " + name + ".json");
      }

      var program =
          Java.start(
              reader,
              "Sealed",
              """
              var options = ClientOptions.at(URI.create("%s"));
              var keystore = Keystore.parse(Files.readString(Path.of("alice.json"))).orElseThrow();
              var other = Keystore.parse(Files.readString(Path.of("bob.json"))).orElseThrow();
              ClientListener listener =
                  message -> IO.println(message.protection() + ": " + message.text());
              var bob =
                  HearthClient.of(
                      other,
                      ClientStore.sqlite(Path.of("bob.db"), StoreKey.inFile(Path.of("bob.key"))),
                      options);
              bob.connect(listener);
              var conversation = bob.api().createContact(keystore.userId()).id();
              """
                  .formatted(server),
              Block.of("docs/encryption.md", "var store = ClientStore.sqlite("),
              "Thread.currentThread().join();\n");

      assertThat(program.await("(.*): Only you can read this").group(1)).contains("SIGNAL");
    }
  }

  @Test
  @Runs(page = "docs/protocol.md", block = "→ {")
  void the_frames_of_the_protocol_are_those_of_the_server() throws Exception {
    try (var reader = Reader.at(folder)) {
      reader.start("./hearth dev --ready ready.json").await("Hearth listens on");
      JsonNode world = JsonMapper.shared().readTree(reader.read("ready.json"));
      List<String> lines = Block.of("docs/protocol.md", "→ {").lines();
      var alice = BotOnThePage.client(world.path("people").path(0).path("keystore"));
      var bob = BotOnThePage.client(world.path("people").path(1).path("keystore"));
      URI api = URI.create(world.path("api").asString());
      String talk = alice.talkTo(api, bob).toString();

      try (var phone = RawFrames.open(api, alice);
          var other = RawFrames.open(api, bob)) {
        other.send("{\"id\":\"list\",\"action\":\"LIST_PENDING_MESSAGES\"}");
        other.await("list");
        String message = "\"message_id\":\"" + UUID.randomUUID() + "\"";
        String params =
            "{\"conversation_id\":\""
                + talk
                + "\","
                + message
                + ",\"category\":\"PLAIN_TEXT\",\"data\":\"aGk=\"}";
        phone.send(lines.get(0).substring(2).replaceFirst("…", "good").replace("{…}", params));
        phone.send(lines.get(0).substring(2).replaceFirst("…", "bad").replace("{…}", "{}"));

        assertThat(fields(phone.await("good"))).isEqualTo(fields(lines.get(1)));
        assertThat(fields(phone.await("bad"))).isEqualTo(fields(lines.get(2)));
        assertThat(fields(phone.await("bad").path("error")))
            .containsAll(fields(parse(lines.get(2)).path("error")));
        JsonNode push = other.awaitAction("CREATE_MESSAGE");
        assertThat(fields(push)).isEqualTo(fields(lines.get(3)));
        assertThat(push.toString()).contains(message);
      }
    }
  }

  private static JsonNode parse(String line) {
    String json = line.substring(2).split(" {2}", 2)[0].replace("{…}", "{}");
    return JsonMapper.shared().readTree(json);
  }

  private static List<String> fields(String line) {
    return fields(parse(line));
  }

  private static List<String> fields(JsonNode object) {
    return object.propertyStream().map(Map.Entry::getKey).sorted().toList();
  }

  /// A picture: nothing runs it, and its words are those of the page.
  @Test
  @Runs(page = "docs/message-path.md", block = "socket ─ frame")
  void the_picture_of_a_messages_way_has_the_words_of_the_page() throws Exception {
    String text = Files.readString(Block.ROOT.resolve("docs/message-path.md"));
    Block picture = Block.of("docs/message-path.md", "socket ─ frame");

    for (String word :
        List.of("frame", "request", "action", "append", "durable", "reply", "feed")) {
      assertThat(picture.text()).contains(word);
      assertThat(text.replace(picture.text(), "")).contains(word);
    }
  }
}
