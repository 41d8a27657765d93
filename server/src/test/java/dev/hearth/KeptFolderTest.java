package dev.hearth;

import static dev.hearth.TestingPeople.refusal;
import static dev.hearth.TestingPeople.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Chat;
import dev.hearth.chat.media.TestingPictures;
import dev.hearth.platform.Platform;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Data folders of earlier versions.
///
/// A kept one is a zip in `src/test/resources/kept`, named after the day it was made: the data
/// folder, and `facts.json` with keystores, what the server answered, and what was pending. When
/// the form of a data folder changes, make one more with `-Dhearth.keep=FILE` before the change;
/// those from before stay.
final class KeptFolderTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Addresses in answers begin with this, so they do not change with the port. Nothing is deleted
  /// for its age, however old the folder is.
  private static final String[] SETTINGS = {
    "http.public-url = https://hearth.example",
    "log.retention = 3650d",
    "attachment.retention = 3650d"
  };

  @TempDir private Path folder;

  @Test
  void a_folder_of_november_2026_opens_answers_as_before_and_delivers_what_was_pending()
      throws Exception {
    try (InputStream zip = KeptFolderTest.class.getResourceAsStream("/kept/2026-11-30.zip")) {
      opensAsBefore(zip);
    }
  }

  @Test
  void a_folder_of_this_version_opens_as_well() throws Exception {
    Path made = folder.resolve("made");
    ObjectNode facts;
    try (var hearth = TestingHearth.start(made.resolve("data"), 0, SETTINGS)) {
      facts = live(hearth);
    }
    leaveInOutbox(made.resolve("data"), facts);
    Files.writeString(made.resolve("facts.json"), facts.toPrettyString());
    Optional<String> keep = Optional.ofNullable(System.getProperty("hearth.keep"));
    Path zip = keep.map(Path::of).orElse(folder.resolve("made.zip"));
    zip(made, zip);

    try (InputStream in = Files.newInputStream(zip)) {
      opensAsBefore(in);
    }
  }

  private void opensAsBefore(InputStream zip) throws Exception {
    unzip(zip, folder);
    JsonNode facts = JSON.readTree(folder.resolve("facts.json").toFile());
    Keystore alice = keystore(facts, "alice");
    Keystore bob = keystore(facts, "bob");

    try (var hearth = TestingHearth.start(folder.resolve("data"), 0, SETTINGS)) {
      var people = new TestingPeople(hearth);
      for (JsonNode answer : facts.get("answers")) {
        Keystore by = keystore(facts, answer.get("by").asString());
        String target = answer.get("target").asString();
        assertThat(answered(people, by, target)).as(target).isEqualTo(answer.get("body"));
      }
      for (JsonNode picture : facts.get("pictures")) {
        assertThat(fetch(hearth, picture.get("path").asString()))
            .isEqualTo(picture.get("bytes").asString());
      }
      String attachment = "/attachments/" + facts.get("attachment").asString();
      String view =
          JSON.readTree(people.call(bob, "GET", attachment, "")).at("/data/view_url").asString();
      assertThat(fetch(hearth, view))
          .isEqualTo(Base64.getEncoder().encodeToString("kept bytes".getBytes(UTF_8)));

      try (var from = people.online(alice);
          var to = people.online(bob)) {
        for (JsonNode pending : facts.get("pending")) {
          MessageView came = to.message();
          assertThat(described(came)).isEqualTo(pending);
          acknowledge(to, came);
        }
        assertThat(to.message().messageId()).isEqualTo(facts.get("notice").asString());
        assertThat(count(people, bob)).isEqualTo(facts.get("keys").asInt());

        var conversation = ConversationId.of(facts.get("contact").asString());
        assertThat(refusal(from.send(text(conversation, "and on it goes")))).isZero();
        assertThat(TestingPeople.payload(to.message())).isEqualTo("and on it goes");
      }
    }
  }

  /// Leads the life that a kept folder remembers.
  private static ObjectNode live(TestingHearth hearth) throws Exception {
    var people = new TestingPeople(hearth);
    Keystore alice = hearth.person("Alice");
    Keystore bob = hearth.person("Bob");
    Keystore carol = hearth.person("Carol");
    Keystore bot = hearth.bot("Echo");
    ConversationId contact = people.contact(alice, bob);
    ConversationId group = people.group(alice, bob, carol, bot);
    String sticker = Base64.getEncoder().encodeToString(TestingPictures.sticker(1));
    String portrait = Base64.getEncoder().encodeToString(TestingPictures.sticker(2));
    done(
        people,
        alice,
        "/me",
        "{\"full_name\":\"Alice\",\"avatar_base64\":\"%s\"}".formatted(portrait));
    done(people, alice, "/me/preferences", "{\"receive_message_source\":\"CONTACTS\"}");
    done(
        people,
        alice,
        "/relationships",
        "{\"user_id\":\"%s\",\"action\":\"ADD\",\"full_name\":\"Bobby\"}".formatted(bob.userId()));
    done(
        people,
        bob,
        "/relationships",
        "{\"user_id\":\"%s\",\"action\":\"BLOCK\"}".formatted(carol.userId()));
    done(people, alice, "/conversations/" + group, "{\"announcement\":\"Welcome\"}");
    done(
        people,
        alice,
        "/conversations/%s/participants/ROLE".formatted(group),
        "[{\"user_id\":\"%s\",\"role\":\"ADMIN\"}]".formatted(bob.userId()));
    done(
        people,
        alice,
        "/conversations/%s/participants/REMOVE".formatted(group),
        "[{\"user_id\":\"%s\"}]".formatted(carol.userId()));
    done(people, bob, "/conversations/%s/mute".formatted(group), "{\"duration\":300000000}");
    done(people, alice, "/stickers/favorite/add", "{\"data_base64\":\"%s\"}".formatted(sticker));
    done(people, alice, "/apps/%s/favorite".formatted(bot.userId()), "");
    done(people, alice, "/circles", "{\"name\":\"Work\"}");
    CircleId circle =
        CircleId.of(answered(people, alice, "/circles").at("/data/0/circle_id").asString());
    done(
        people,
        alice,
        "/circles/%s/conversations".formatted(circle),
        "[{\"conversation_id\":\"%s\",\"action\":\"ADD\"}]".formatted(group));

    ObjectNode facts = JSON.createObjectNode();
    JsonNode attachment = JSON.readTree(people.call(alice, "POST", "/attachments", "")).get("data");
    upload(hearth, attachment.get("upload_url").asString(), "kept bytes");
    facts.put("attachment", attachment.get("attachment_id").asString());
    facts.put("contact", contact.toString());
    try (var from = people.online(alice);
        var to = people.online(bob)) {
      from.send(text(contact, "was read"));
      TestingPeople.said(to);
    }
    try (var to = people.online(bob)) {
      // Alice is away when it is read.
      for (MessageView view : until(to, "was read")) {
        acknowledge(to, view);
      }
      assertThat(refusal(to.ask(BlazeRequest.syncKeys(id(), TestingKeys.generate().upload(0, 20)))))
          .isZero();
      facts.put("keys", count(people, bob));
    }
    for (String text : List.of("one", "two", "three")) {
      String requests =
          "[{\"conversation_id\":\"%s\",\"message_id\":\"%s\",\"category\":\"PLAIN_TEXT\",\"data_base64\":\"%s\"}]"
              .formatted(
                  contact, id(), Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8)));
      done(people, alice, "/messages", requests);
    }
    ArrayNode pending = facts.putArray("pending");
    try (var to = people.online(bob)) {
      until(to, "three").forEach(view -> pending.add(described(view)));
    }
    facts.putObject("keystores").put("alice", alice.toJson()).put("bob", bob.toJson());
    ArrayNode answers = facts.putArray("answers");
    for (String target :
        List.of(
            "alice /me",
            "alice /messages/status/0",
            "alice /users/" + bob.userId(),
            "alice /friends",
            "alice /users/%s/apps/favorite".formatted(alice.userId()),
            "alice /conversations/" + group,
            "alice /circles",
            "alice /circles/%s/conversations".formatted(circle),
            "alice /stickers/albums",
            "bob /me",
            "bob /users/" + alice.userId(),
            "bob /blocking_users",
            "bob /conversations/" + group,
            "bob /conversations/" + contact)) {
      String[] words = target.split(" ", -1);
      JsonNode body = answered(people, words[0].equals("alice") ? alice : bob, words[1]);
      assertThat(body.has("data")).as(target).isTrue();
      answers.addObject().put("by", words[0]).put("target", words[1]).set("body", body);
    }
    String avatar = answered(people, alice, "/me").at("/data/avatar_url").asString();
    String path = URI.create(avatar).getRawPath();
    facts.putArray("pictures").addObject().put("path", path).put("bytes", fetch(hearth, path));
    return facts;
  }

  /// Leaves a notice where it is when a server dies before it has told it.
  private static void leaveInOutbox(Path data, ObjectNode facts) {
    String id = id();
    facts.put("notice", id);
    try (var platform = Platform.open(data, Chat.MIGRATIONS, InstantSource.system())) {
      int rows =
          platform
              .database()
              .write(handle ->
                  handle.execute(
                      """
                      INSERT INTO outbox
                        (message_id, conversation_id, author_id, category, payload, created_at)
                      SELECT ?, conversation_id, creator_id, 'SYSTEM_CONVERSATION', ?, ?
                      FROM conversations WHERE category = 'GROUP'
                      """,
                      id,
                      "{\"action\":\"UPDATE\",\"user_id\":\"%s\"}"
                          .formatted(keystore(facts, "alice").userId()),
                      platform.positions().next()));
      assertThat(rows).isEqualTo(1);
    }
  }

  private static List<MessageView> until(Device device, String text) throws Exception {
    var came = new ArrayList<>(List.of(device.message()));
    while (!TestingPeople.payload(came.getLast()).equals(text)) {
      came.add(device.message());
    }
    return came;
  }

  private static void acknowledge(Device device, MessageView view) throws Exception {
    assertThat(refusal(device.acknowledge(MessageStatus.READ, view))).isZero();
  }

  private static ObjectNode described(MessageView view) {
    return JSON.createObjectNode()
        .put("message_id", view.messageId())
        .put("conversation_id", view.conversation().map(ConversationId::toString).orElse(""))
        .put("category", view.category())
        .put("data", new String(view.payload(), UTF_8))
        .put("created_at", view.createdAt());
  }

  private static JsonNode answered(TestingPeople people, Keystore by, String target)
      throws Exception {
    return JSON.readTree(people.call(by, "GET", target, ""));
  }

  private static int count(TestingPeople people, Keystore by) throws Exception {
    return answered(people, by, "/signal/keys/count").at("/data/one_time_pre_keys_count").asInt();
  }

  private static void done(TestingPeople people, Keystore by, String target, String body)
      throws Exception {
    assertThat(people.call(by, "POST", target, body)).as(target).doesNotContain("\"error\"");
  }

  private static Keystore keystore(JsonNode facts, String name) {
    return Keystore.parse(facts.at("/keystores/" + name).asString()).orElseThrow();
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  /// Addresses of the settings' server, asked of the running one.
  private static URI address(TestingHearth hearth, String url) {
    URI asked = URI.create(url);
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    return hearth.address().resolve(asked.getRawPath() + query);
  }

  private static void upload(TestingHearth hearth, String url, String bytes) throws Exception {
    var put = HttpRequest.newBuilder(address(hearth, url)).PUT(BodyPublishers.ofString(bytes));
    assertThat(HTTP.send(put.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  private static String fetch(TestingHearth hearth, String url) throws Exception {
    var get = HttpRequest.newBuilder(address(hearth, url)).build();
    return Base64.getEncoder().encodeToString(HTTP.send(get, BodyHandlers.ofByteArray()).body());
  }

  private static void zip(Path folder, Path zip) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(zip));
        var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  private static void unzip(InputStream zip, Path folder) throws IOException {
    try (var in = new ZipInputStream(zip)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
      }
    }
  }
}
