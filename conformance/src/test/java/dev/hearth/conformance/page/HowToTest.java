package dev.hearth.conformance.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.AdminClient;
import dev.hearth.conformance.Client;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("long")
class HowToTest {
  private static final String PYTHON = "docs/how-to/bot-in-python.md";
  private static final String CI = "docs/how-to/test-a-bot-in-ci.md";
  private static final String NGINX = "docs/how-to/nginx.md";
  private static final String BACKUP = "docs/how-to/backup.md";
  private static final String MOVE = "docs/how-to/move-to-a-new-machine.md";
  private static final String CHARGES = "docs/how-to/bot-that-charges.md";
  private static final String OTHERS = "docs/how-to/bots-in-other-languages.md";

  // The packages are those of the system, whichever Python comes first on the path.
  private static final String PYTHON_NEEDS =
      "/usr/bin/python3 -c 'import websocket, jwt, cryptography'";
  private static final String SYSTEM_FIRST = "/usr/bin:/bin:" + System.getenv("PATH");

  private static final String KOTLIN_COMPILER =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>dev.hearth.page</groupId>
        <artifactId>kotlin</artifactId>
        <version>1</version>
        <packaging>pom</packaging>
        <dependencies>
          <dependency>
            <groupId>org.jetbrains.kotlin</groupId>
            <artifactId>kotlin-compiler-embeddable</artifactId>
            <version>2.4.21</version>
          </dependency>
        </dependencies>
      </project>
      """;

  @TempDir private Path folder;

  @Test
  @Needs(PYTHON_NEEDS)
  @Runs(page = PYTHON, block = "./hearth dev --ready ready.json &")
  @Runs(page = PYTHON, block = "# bot.py")
  void the_python_bot_answers_each_text_once_where_it_was_said() throws Exception {
    try (var reader = Reader.at(folder).with("PATH", SYSTEM_FIRST)) {
      List<String> lines = Block.of(PYTHON, "./hearth dev").lines();
      reader.start(lines.get(0)).await("Hearth listens on");
      reader.run(lines.get(1));
      reader.write("bot.py", Block.of(PYTHON, "# bot.py").text());
      reader.start(lines.get(2));

      new BotOnThePage(reader, "ready.json", "keystore.json").answersEachTextOnceWhereItWasSaid();
    }
  }

  @Test
  @Needs({PYTHON_NEEDS, "node --version", "npm --version"})
  @Runs(page = CI, block = "# test-bot.sh")
  void the_script_for_ci_passes_with_bots_that_answer_and_fails_without() {
    try (var reader = Reader.at(folder).with("PATH", SYSTEM_FIRST)) {
      reader.run(Block.of("README.md", "./hearth dev --ready").lines().get(1));
      reader.write("test-bot.sh", Block.of(CI, "# test-bot.sh").text());
      reader.write("bot.mjs", Block.of("README.md", "// bot.mjs").text());
      reader.write("bot.py", Block.of(PYTHON, "# bot.py").text());

      assertThat(reader.run("sh test-bot.sh node bot.mjs")).contains("You said: Hello");
      reader.run("rm ready.json");
      assertThat(reader.run("sh test-bot.sh python3 bot.py")).contains("You said: Hello");
      reader.run("rm ready.json; sed -i 's/20s/1s/' test-bot.sh");
      assertThat(reader.run("! sh test-bot.sh sleep 100")).doesNotContain("You said");
    }
  }

  @Test
  @Needs("nginx -v")
  @Runs(page = NGINX, block = "# /etc/nginx")
  @Runs(page = NGINX, block = "# hearth.conf")
  void requests_sockets_and_files_go_through_nginx() throws Exception {
    try (var reader = Reader.at(folder)) {
      Certificate certificate = Certificate.make(reader);
      reader.write(
          "hearth.conf",
          Block.of(NGINX, "# hearth.conf")
              .with("8480", "0")
              .with("/var/lib/hearth", reader.file("data").toString())
              .text());
      var serve = reader.start("./hearth serve --config hearth.conf");
      String inside = serve.await("Listening on http://([^ ,]+)").group(1);
      Client alice = AdminClient.of(reader.file("data")).person("Alice");
      int port = freePort();
      reader.write(
          "hearth.nginx",
          Block.of(NGINX, "# /etc/nginx")
              .with("listen 443", "listen 127.0.0.1:" + port)
              .with("127.0.0.1:8480", inside)
              .with("/etc/hearth/", reader.file("etc") + "/")
              .text());
      reader.write(
          "nginx.conf",
          """
          daemon off;
          pid nginx.pid;
          error_log stderr notice;
          events {}
          http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            include hearth.nginx;
          }
          """);
      String nginx = "nginx -p '" + folder + "' -c nginx.conf -e stderr";
      assertThat(reader.run(nginx + " -t")).contains("test is successful");
      reader.start("exec " + nginx).await("start worker process");

      URI outside = URI.create("https://localhost:" + port);
      try (HttpClient http = certificate.http();
          var socket = RawFrames.open(http, URI.create("wss://localhost:" + port + "/"), alice)) {
        socket.send("{\"id\":\"list\",\"action\":\"LIST_PENDING_MESSAGES\"}");
        assertThat(socket.await("list").has("error")).isFalse();

        JsonNode attachment =
            JsonMapper.shared()
                .readTree(ask(http, alice, outside, "POST", "/attachments").body())
                .path("data");
        assertThat(attachment.path("upload_url").asString()).startsWith(outside.toString());
        byte[] file = new byte[3 << 20];
        new Random(1).nextBytes(file);
        var upload =
            HttpRequest.newBuilder(URI.create(attachment.path("upload_url").asString()))
                .PUT(BodyPublishers.ofByteArray(file));
        assertThat(http.send(upload.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        var view = HttpRequest.newBuilder(URI.create(attachment.path("view_url").asString()));
        assertThat(http.send(view.build(), BodyHandlers.ofByteArray()).body()).isEqualTo(file);

        assertThat(ask(http, alice, outside, "GET", "/metrics").body())
            .contains("404")
            .doesNotContain("hearth_");
      }
    }
  }

  private static HttpResponse<String> ask(
      HttpClient http, Client alice, URI server, String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Authorization", "Bearer " + alice.token(method, path, ""))
            .method(method, BodyPublishers.noBody());
    return http.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  @Runs(page = BACKUP, block = "# hearth-backup")
  @Runs(page = BACKUP, block = "./hearth restore")
  void the_newest_backups_are_kept_and_the_newest_is_restored() throws Exception {
    try (var reader = Reader.at(folder)) {
      reader.write("hearth.conf", "server.port = 0\ndata.folder = data\n");
      reader.start("./hearth serve --config hearth.conf").await("Listening on");
      String backups = reader.file("backups").toString();
      String script =
          Block.of(BACKUP, "# hearth-backup")
              .with("/opt/hearth", folder.toString())
              .with("/etc/hearth/hearth.conf", reader.file("hearth.conf").toString())
              .with("/mnt/backups", backups)
              .with("head -n -7", "head -n -2")
              .text();
      List<Path> before = List.of();
      for (int night = 1; night <= 3; night++) {
        assertThat(reader.run(script)).contains("is whole");
        List<Path> kept = list(reader.file("backups"));
        assertThat(kept).hasSize(Math.min(night, 2)).isNotEqualTo(before);
        before = kept;
      }

      reader.run(
          Block.of(BACKUP, "./hearth restore")
              .with("/mnt/backups", backups)
              .with("/var/lib/hearth.restored", reader.file("restored").toString())
              .text());
      assertThat(reader.file("restored/directory.db")).exists();
    }
  }

  private static List<Path> list(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  @Runs(page = MOVE, block = "systemctl stop hearth")
  @Runs(page = MOVE, block = "./hearth verify /srv/hearth")
  void a_server_moves_with_its_people_to_another_folder() {
    try (var reader = Reader.at(folder)) {
      String old = reader.file("old").toString();
      String moved = reader.file("srv").toString();
      reader.write("old.conf", "server.port = 0\ndata.folder = " + old + "\n");
      reader.write("new.conf", "server.port = 0\ndata.folder = " + moved + "\n");
      reader.write("bin/ssh", "#!/bin/sh\nshift\nexec sh -c \"$*\"\n");
      reader.write(
          "bin/systemctl",
          "#!/bin/sh\n[ $1 = start ] || { kill $(cat pid); while kill -0 $(cat pid); do sleep 0.1; done; }\n");
      reader.run("chmod +x bin/*");
      reader.start("echo $$ >pid; exec ./hearth serve --config old.conf").await("Listening on");
      reader.run("./hearth user add Alice --config old.conf");
      String path = "PATH=\"$PWD/bin:$PATH\"\n";

      reader.run(
          path
              + Block.of(MOVE, "systemctl stop")
                  .with("/var/lib/hearth", old)
                  .with("/srv/hearth", moved)
                  .text());
      assertThat(
              reader.run(
                  path + Block.of(MOVE, "./hearth verify").with("/srv/hearth", moved).text()))
          .contains("is whole");

      reader.start("./hearth serve --config new.conf").await("Listening on");
      assertThat(reader.run("./hearth user list --config new.conf")).contains("Alice");
    }
  }

  /// Alice pays, says what she has been answered, and what she has then.
  private static final String PAY =
      """
      import dev.hearth.protocol.id.UserId;
      import dev.hearth.protocol.key.Keystore;
      import dev.hearth.protocol.payload.Text;
      import dev.hearth.sdk.*;
      import java.math.BigDecimal;
      import java.net.URI;
      import java.nio.file.*;
      import java.util.concurrent.LinkedBlockingQueue;

      void main() throws Exception {
        var alice = Keystore.parse(Files.readString(Path.of("alice.json"))).orElseThrow();
        var bot = Keystore.parse(Files.readString(Path.of("keystore.json"))).orElseThrow().userId();
        var answers = new LinkedBlockingQueue<String>();
        try (var client = HearthClient.of(alice, ClientOptions.at(URI.create("SERVER")))) {
          client.connect(message -> {
            if (message.content() instanceof Text(String text)) {
              answers.add(text);
            }
          });
          var api = client.api();
          var points = api.findAssets("POINTS").getFirst().id();
          if (!api.hasPin()) {
            api.setPin("123456");
          }
          for (String amount : new String[] {"2", "5.25", "1"}) {
            api.pay(Transfer.of(points, bot, new BigDecimal(amount)), "123456");
            IO.println(amount + ": " + answers.take());
          }
          IO.println("left: " + api.findHolding(points).orElseThrow().balance());
        }
      }
      """;

  @Test
  @Runs(page = CHARGES, block = "./hearth asset add POINTS")
  @Runs(page = CHARGES, block = "// Fortune.java")
  @Runs(page = CHARGES, block = "./hearth run Fortune.java")
  void the_bot_that_charges_sells_gives_change_and_gives_back() {
    try (var reader = Reader.at(folder)) {
      var dev = reader.start("./hearth dev --ready ready.json");
      String server = dev.await("Hearth listens on (http://\\S+)").group(1);
      JsonNode alice =
          JsonMapper.shared().readTree(reader.read("ready.json")).path("people").path(0);
      assertThat(alice.path("identity_number").asString()).isEqualTo("10001");
      reader.write("alice.json", alice.path("keystore").toString());
      reader.run(Block.of(CHARGES, "./hearth asset add POINTS").text());
      Block bot = Block.of(CHARGES, "// Fortune.java").with("http://127.0.0.1:8480", server);
      reader.write("Fortune.java", bot.text());
      reader.start(Block.of(CHARGES, "./hearth run Fortune.java").text());
      reader.write("Pay.java", PAY.replace("SERVER", server));

      assertThat(reader.run("./hearth run Pay.java").lines())
          .containsExactly(
              "2: You will meet an old friend.",
              "5.25: You will meet an old friend.",
              "1: A fortune is 2 points. Here is yours back.",
              "left: 96");
    }
  }

  @Test
  @Needs(
      value = {},
      patience = true)
  @Runs(page = OTHERS, block = "// Bot.kt")
  void the_kotlin_bot_answers_each_text_once_where_it_was_said() throws Exception {
    try (var reader = Reader.at(folder)) {
      String server =
          reader
              .start("./hearth dev --ready ready.json")
              .await("Hearth listens on (http://\\S+)")
              .group(1);
      Block bot = Block.of(OTHERS, "// Bot.kt").with("https://hearth.example.org", server);
      reader.write("Bot.kt", bot.text());
      reader.run("./hearth bot add Weather > keystore.json");
      reader.write("kotlin/pom.xml", KOTLIN_COMPILER);
      reader.with("MAVEN_USER_HOME", System.getProperty("user.home") + "/.m2");
      reader.run(
          "'%s/mvnw' -B -q -f kotlin/pom.xml dependency:copy-dependencies -DoutputDirectory=jars"
              .formatted(Block.ROOT.toRealPath()));
      reader.run(
          """
          sdk=$(echo cli/target/hearth/lib/*.jar | tr ' ' ':')
          "$JAVA_HOME/bin/java" -cp 'kotlin/jars/*' org.jetbrains.kotlin.cli.jvm.K2JVMCompiler \\
            -no-stdlib -no-reflect -cp "$sdk:$(echo kotlin/jars/kotlin-stdlib-*.jar)" -d bot Bot.kt
          """);
      reader.start(
          """
          program='cli/target/hearth/*:cli/target/hearth/lib/*'
          exec "$JAVA_HOME/bin/java" -cp "bot:$program:kotlin/jars/*" BotKt
          """);

      new BotOnThePage(reader, "ready.json", "keystore.json").answersEachTextOnceWhereItWasSaid();
    }
  }

  @Test
  @Runs(page = OTHERS, block = "// main.go")
  @Runs(page = OTHERS, block = "# bot.rb")
  @Runs(page = OTHERS, block = "// send.dart")
  void a_page_whose_code_is_not_run_says_so() throws Exception {
    String page = Files.readString(Block.ROOT.resolve(OTHERS));

    assertThat(page).contains("The code in Go, Ruby and Dart was not run against Hearth");
    for (String language : List.of("Go", "Ruby", "Dart")) {
      assertThat(page).contains("## " + language + "\n\n*Not run.*");
    }
  }
}
