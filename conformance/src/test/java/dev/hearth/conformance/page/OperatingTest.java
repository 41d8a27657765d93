package dev.hearth.conformance.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.AdminClient;
import dev.hearth.conformance.Client;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("long")
class OperatingTest {
  private static final String PAGE = "docs/operating.md";
  private static final String CONF = "server.port = 0\ndata.folder = data\n";

  @TempDir private Path folder;

  @Test
  @Runs(page = PAGE, block = "./hearth serve --config")
  void the_server_runs_with_its_settings_file() {
    try (var reader = Reader.at(folder)) {
      Path settings = reader.write("etc/hearth.conf", CONF);

      var serve =
          reader.start(
              Block.of(PAGE, "./hearth serve --config")
                  .with("/etc/hearth/hearth.conf", settings.toString())
                  .text());

      assertThat(serve.await("Listening on \\S+, data in (\\S+)").group(1)).endsWith("etc/data");
    }
  }

  /// systemd gives up after five starts within ten seconds, unless it is told otherwise.
  @Test
  void the_unit_has_the_server_started_again_however_often_it_ends() throws IOException {
    String unit = Files.readString(Path.of("..", "docs", "hearth.service"));

    assertThat(unit.substring(0, unit.indexOf("[Service]")))
        .contains("\nStartLimitIntervalSec=0\n");
    assertThat(unit.substring(unit.indexOf("[Service]"), unit.indexOf("[Install]")))
        .contains("\nRestart=on-failure\n", "\nExecReload=/bin/kill -HUP $MAINPID\n");
  }

  @Test
  @Needs("systemd-analyze --version")
  void systemd_takes_the_unit_and_rates_its_exposure_as_the_page_says() throws IOException {
    try (var reader = Reader.at(folder)) {
      String unit = Files.readString(Path.of("..", "docs", "hearth.service"));
      reader.write("hearth.service", unit.replace("/opt/hearth/hearth", folder + "/hearth"));

      assertThat(reader.run("systemd-analyze verify ./hearth.service"))
          .doesNotContain("hearth.service");
      assertThat(reader.run("systemd-analyze security --offline=true ./hearth.service"))
          .contains("Overall exposure level for hearth.service: 1.7 OK");
    }
  }

  @Test
  @Runs(page = PAGE, block = "./hearth invite --config FILE")
  void each_command_for_users_does_what_is_said_beside_it() {
    try (var reader = Reader.at(folder)) {
      reader.write("hearth.conf", CONF);
      reader.start("./hearth serve --config hearth.conf").await("Listening on");
      String number = "";
      String session = "";
      String invitation = "";
      String host = inviting(reader);
      var kinds = new StringBuilder();

      for (String line : Block.of(PAGE, "./hearth invite --config FILE").lines()) {
        String command =
            line.split(" {2,}", 2)[0]
                .replace("FILE", "hearth.conf")
                .replace("10203", number.isEmpty() ? host : number)
                .replace("revoke ID", "revoke " + (number.isEmpty() ? invitation : session));
        String said =
            command.contains("pin-reset") ? withoutPin(reader, command) : reader.run(command);
        if (command.contains("invite --")) {
          assertThat(said).containsPattern("http://127.0.0.1:[0-9]+/#join=[A-Za-z0-9_-]{22}");
        } else if (command.contains("invite list")) {
          assertThat(said).containsPattern("\tgood\t0\t20\t[^\t]+\t" + host + "\tHost");
          invitation = said.split("\t", 2)[0].strip();
        } else if (command.contains("user add")) {
          number = found("identity number ([0-9]+)", said);
          session = ReadmeTest.field("session_id", said);
        } else if (command.contains("--rsa")) {
          assertThat(said).contains("BEGIN RSA PRIVATE KEY");
        } else if (command.contains("bot add")) {
          assertThat(ReadmeTest.field("session_private_key", said)).hasSize(64);
        } else if (command.contains("list")) {
          assertThat(said).contains("Alice", "Weather", "Old", "Forum", "Vault", "Till", session);
        } else if (command.contains("code")) {
          assertThat(said.replaceAll("[ -]", "")).containsPattern("\\b[0-9]{16}\\b");
        }
        kinds.append(command.split(" ", -1)[2]).append(' ');
      }

      assertThat(kinds.toString())
          .isEqualTo(
              "--config --uses list revoke add add add add add add list code code phone pin-reset revoke ");
      assertThat(reader.run("./hearth invite list --config hearth.conf"))
          .contains(invitation + "\tnot good");
      assertThat(reader.run("./hearth user list --config hearth.conf")).doesNotContain(session);
    }
  }

  /// The number of a bot who invites.
  private static String inviting(Reader reader) {
    String said = reader.run("./hearth bot add Host --config hearth.conf 2>&1");
    return found("identity number ([0-9]+)", said);
  }

  @Test
  @Runs(page = PAGE, block = "./hearth asset add POINTS")
  void each_command_for_the_ledger_does_what_is_said_beside_it() {
    try (var reader = Reader.at(folder)) {
      reader.write("hearth.conf", CONF + "ledger.enabled = yes\n");
      reader.start("./hearth serve --config hearth.conf").await("Listening on");
      reader.run("./hearth user add Alice --config hearth.conf");
      String number = reader.run("./hearth user list --config hearth.conf").split("\t", 2)[0];
      List<String> said =
          Block.of(PAGE, "./hearth asset add POINTS").lines().stream()
              .map(line -> line.split(" {2,}", 2)[0])
              .map(line -> line.replace("FILE", "hearth.conf").replace("10001", number.strip()))
              .map(command -> reader.run(command + " 2>&1"))
              .toList();

      assertThat(said.get(0)).contains("POINTS is asset ");
      assertThat(said.get(1))
          .contains("Alice has got 1000 POINTS, and has 1000 now. The supply is 1000.");
      assertThat(said.get(2)).contains("POINTS\t", "\t0\t1000\t-\tTeam points");
      assertThat(said.get(3)).contains("POINTS is retired");
      assertThat(said.get(4)).contains("1 asset, 2 balances, 1 transfer and 2 snapshots add up.");
      assertThat(said.get(5)).containsPattern("\t-\t[0-9a-f-]{36}\t[0-9a-f-]{36}\t1000\t");
      assertThat(reader.run("./hearth asset issue NONE 1 --to 1 --config hearth.conf 2>&1 || true"))
          .contains("there is no asset NONE");
    }
  }

  /// Nobody has a PIN here, and the command says so.
  private static String withoutPin(Reader reader, String command) {
    String said = reader.run(command + " || [ $? = 1 ]");
    assertThat(said).contains("Alice has no PIN");
    return said;
  }

  private static String found(String pattern, String text) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }

  @Test
  void each_refusal_is_a_line_at_the_level_that_the_page_names() throws Exception {
    String levels = found("`(logging\\.levels = dev[^`]+)`", Sources.read(Path.of(PAGE)));
    try (var reader = Reader.at(folder);
        var http = HttpClient.newHttpClient()) {
      reader.write("hearth.conf", CONF + levels + "\n");
      var serve = reader.start("./hearth serve --config hearth.conf");
      var unsigned = HttpRequest.newBuilder(api(serve).resolve("/me")).build();
      http.send(unsigned, BodyHandlers.discarding());

      serve.await("Refused GET /me to a stranger");
    }
  }

  @Test
  @Runs(page = PAGE, block = "# turnserver.conf")
  void people_get_passwords_that_the_turn_server_knows() throws Exception {
    Block block = Block.of(PAGE, "# turnserver.conf");
    String[] parts = block.text().split("# hearth.conf\n", -1);
    String secret = found("static-auth-secret=(.*)", parts[0]);
    try (var reader = Reader.at(folder)) {
      reader.write("hearth.conf", CONF + parts[1]);
      URI api = api(reader.start("./hearth serve --config hearth.conf"));
      Client alice = AdminClient.of(reader.file("data")).person("Alice");

      JsonNode servers = alice.get(api, "/turn");

      assertThat(servers).hasSize(2);
      for (JsonNode server : servers) {
        assertThat(parts[1]).contains(server.path("url").asString());
        assertThat(server.path("credential").asString())
            .isEqualTo(password(secret, server.path("username").asString()));
      }
    }
  }

  private static String password(String secret, String name) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    return Base64.getEncoder().encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static URI api(Running serve) {
    return URI.create(serve.await("Listening on (http://[^ ,]+)").group(1));
  }

  @Test
  @Runs(page = PAGE, block = "albums/")
  void people_are_offered_the_albums_of_a_folder() throws Exception {
    try (var reader = Reader.at(folder)) {
      for (String line : Block.of(PAGE, "albums/").lines()) {
        var file = Pattern.compile("[├└]─ (\\S+\\.\\w+) *(.*)").matcher(line);
        if (file.find()) {
          write(reader.file("albums/piggy").resolve(file.group(1)), file.group(2));
        }
      }
      reader.write("hearth.conf", CONF + "sticker.folder = albums\n");
      URI api = api(reader.start("./hearth serve --config hearth.conf"));
      Client alice = AdminClient.of(reader.file("data")).person("Alice");

      JsonNode albums = alice.get(api, "/stickers/albums");
      JsonNode album =
          albums
              .valueStream()
              .filter(each -> each.path("name").asString().equals("Piggy"))
              .findFirst()
              .orElseThrow();

      assertThat(album.path("description").asString()).isEqualTo("Oink");
      assertThat(alice.get(api, "/stickers/albums/" + album.path("album_id").asString()))
          .hasSize(2);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    if (file.toString().endsWith(".json")) {
      Files.writeString(file, text.split(";", -1)[0]);
      return;
    }
    var picture = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    var random = new Random(file.hashCode());
    for (int at = 0; at < 200 * 200; at++) {
      picture.setRGB(at % 200, at / 200, random.nextInt(1 << 24));
    }
    String kind = file.toString().substring(file.toString().lastIndexOf('.') + 1);
    assertThat(ImageIO.write(picture, kind, file.toFile())).isTrue();
  }

  @Test
  @Runs(page = PAGE, block = "./hearth backup")
  void a_backup_is_made_checked_and_restored() {
    try (var reader = Reader.at(folder)) {
      reader.write("hearth.conf", CONF);
      Path backups = reader.file("backups");
      List<String> lines =
          Block.of(PAGE, "./hearth backup").with("/mnt/backups", backups.toString()).lines();
      try (var serve = reader.start("./hearth serve --config hearth.conf")) {
        serve.await("Listening on");
        reader.run("./hearth user add Alice --config hearth.conf");

        assertThat(reader.run(lines.get(0))).contains(backups.toString());
        assertThat(reader.run(lines.get(1))).contains("is whole");
        reader.run(lines.get(2));
      }

      reader.write("restored.conf", "server.port = 0\ndata.folder = restored\n");
      reader.start("./hearth serve --config restored.conf").await("Listening on");
      assertThat(reader.run("./hearth user list --config restored.conf")).contains("Alice");
      assertThat(lines).hasSize(3);
    }
  }
}
