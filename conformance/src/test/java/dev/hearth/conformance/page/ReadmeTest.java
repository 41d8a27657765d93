package dev.hearth.conformance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final String README = "README.md";

  @TempDir private Path folder;

  @Test
  @Runs(page = README, block = "./hearth dev\n")
  @Runs(page = README, block = "./hearth chat --as alice --with echo")
  @Runs(page = README, block = "./hearth chat --as alice --with bob")
  void alice_talks_to_the_bot_and_to_bob_and_both_see_the_same_number() {
    try (var reader = Reader.at(folder)) {
      var dev = reader.start(Block.of(README, "./hearth dev\n").text());
      dev.await("Hearth listens on http://.*\n.*Alice(?s:.*)Bob(?s:.*)Echo(?s:.*)chat --as alice");

      var chat = reader.start(Block.of(README, "./hearth chat --as alice --with echo").text());
      chat.type("Good morning");
      chat.await("Echo.*Good morning");
      chat.type("Good evening");
      chat.await("Echo.*Good evening");
      assertThat(chat.said().split("Echo.*Good morning", -1)).hasSize(2);

      chat.close();

      Block two = Block.of(README, "./hearth chat --as alice --with bob");
      var alice = reader.start(two.lines().getFirst());
      alice.type("Hello Bob");
      var bob = reader.start(two.lines().getLast());
      bob.await("Alice.*Hello Bob");
      bob.type("Hello Alice");
      alice.await("Bob.*Hello Alice");
      alice.type("/verify");
      bob.type("/verify");
      assertThat(number(alice)).isEqualTo(number(bob));
    }
  }

  private static String number(Running chat) {
    return chat.await("(?:[0-9]{5}\\s+(?:--\\s*)?){11}[0-9]{5}").group().replaceAll("[^0-9]", "");
  }

  @Test
  @Runs(page = README, block = "// Bot.java")
  @Runs(page = README, block = "./hearth bot add Weather > keystore.json\n./hearth run Bot.java")
  void the_bot_in_java_answers_each_text_once_where_it_was_said() throws Exception {
    try (var reader = Reader.at(folder)) {
      var dev = reader.start("./hearth dev --ready ready.json");
      String server = dev.await("Hearth listens on (http://\\S+)").group(1);
      Block bot = Block.of(README, "// Bot.java").with("http://127.0.0.1:8480", server);
      reader.write("Bot.java", bot.text());
      var lines =
          Block.of(README, "./hearth bot add Weather > keystore.json\n./hearth run").lines();
      reader.run(lines.getFirst());
      reader.start(lines.getLast());

      new BotOnThePage(reader, "ready.json", "keystore.json").answersEachTextOnceWhereItWasSaid();
      assertThat(lines).hasSize(2);
    }
  }

  @Test
  @Runs(page = README, block = "@ExtendWith(HearthExtension.class)")
  void the_test_of_a_bot_is_one_that_runs() throws Exception {
    Path test = Block.ROOT.resolve("sdk-testkit/src/test/java/dev/hearth/testkit/EchoBotTest.java");

    assertThat(Files.readString(test))
        .contains(Block.of(README, "@ExtendWith(HearthExtension.class)").text());
  }

  @Test
  @Runs(page = README, block = "./hearth serve --config hearth.conf")
  void a_server_for_others_has_people_bots_and_sessions_that_end() {
    try (var reader = Reader.at(folder)) {
      reader.write("hearth.conf", "server.port = 0\ndata.folder = data\n");
      var lines = Block.of(README, "./hearth serve --config hearth.conf").lines();
      var serve = reader.start(lines.getFirst());
      serve.await("Listening on http://");

      String alice = reader.run(lines.get(1));
      String session = field("session_id", alice);
      assertThat(alice).contains("Alice has the identity number");
      reader.run(lines.get(2));
      assertThat(field("session_private_key", reader.read("keystore.json"))).hasSize(64);
      assertThat(reader.run(lines.get(3))).contains("Alice", "Weather", session);
      reader.run(lines.get(4).replace("SESSION_ID", session));
      assertThat(reader.run(lines.get(3))).contains("Alice").doesNotContain(session);
      assertThat(lines).hasSize(5);
    }
  }

  static String field(String name, String json) {
    var found = Pattern.compile("\"" + name + "\" : \"([^\"]+)\"").matcher(json);
    assertThat(found.find()).as(json).isTrue();
    return found.group(1);
  }
}
