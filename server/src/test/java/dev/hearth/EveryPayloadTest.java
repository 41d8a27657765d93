package dev.hearth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Card;
import dev.hearth.protocol.payload.Category;
import dev.hearth.protocol.payload.Encrypted;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Recall;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Sent;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every payload that a client may send, as clients of all kinds spell it, from one connection to
/// another.
@Timeout(180)
class EveryPayloadTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private final List<HearthClient> clients = new ArrayList<>();
  private final Mailbag toBob = new Mailbag();
  private TestingHearth server;
  private Author alice;
  private Author weather;
  private Keystore bob;

  /// Somebody who writes to Bob.
  private record Author(Keystore keystore, HearthClient client, ConversationId conversation) {}

  @BeforeEach
  void start() throws Exception {
    server = TestingHearth.start(folder, 0);
    bob = server.person("Bob");
    connect(bob, ClientOptions.at(server.address()), toBob);
    alice = author(server.person("Alice"), ClientOptions.at(server.address()));
    weather = author(server.bot("Weather"), ClientOptions.at(server.address()).forBot());
  }

  @AfterEach
  void stop() {
    clients.forEach(HearthClient::close);
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> arrives_to_the_byte_or_completed() throws Exception {
    return golden()
        .map(item ->
            DynamicTest.dynamicTest(
                text(item, "name"),
                () -> {
                  Author author = author(item);
                  byte[] payload = payload(item, author);

                  IncomingMessage got =
                      send(
                          author,
                          OutgoingMessage.of(author.conversation, text(item, "category"), payload));

                  assertThat(got.category()).isEqualTo(text(item, "category"));
                  if (item.has("delivered")) {
                    assertThat(delivered(got, item, author)).isEqualTo(item.get("delivered"));
                  } else {
                    assertThat(got.payload()).isEqualTo(payload);
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> is_read_as_the_record_that_was_sent() throws Exception {
    return golden()
        .map(item ->
            DynamicTest.dynamicTest(
                text(item, "name"),
                () -> {
                  Author author = author(item);
                  Payload said = Payload.of(text(item, "category"), payload(item, author));

                  IncomingMessage got = send(author, message(author, said));

                  assertThat(got.content())
                      .usingRecursiveComparison()
                      .isEqualTo(said instanceof Card card ? completed(card, got, author) : said);
                }));
  }

  private static OutgoingMessage message(Author author, Payload said) {
    return said instanceof Payload.Sendable sendable
        ? OutgoingMessage.of(author.conversation, sendable)
        : OutgoingMessage.of(author.conversation, said.category(), said.toBytes());
  }

  private static Card completed(Card sent, IncomingMessage got, Author author) {
    Card card = (Card) got.content();
    assertThat(card.app()).isEqualTo(sent.app().or(() -> Optional.of(author.keystore.userId())));
    assertThat(card.updatedAt()).isPresent();
    return new Card(
        card.app(),
        sent.icon(),
        sent.cover(),
        sent.title(),
        sent.description(),
        sent.action(),
        sent.actions(),
        sent.shareable(),
        sent.updatedAt().or(card::updatedAt));
  }

  /// The received payload, with the golden bot and time in place of the real ones.
  private static JsonNode delivered(IncomingMessage got, JsonNode item, Author author) {
    JsonNode came = JSON.readTree(got.payload());
    JsonNode wanted = item.get("delivered");
    if (came instanceof ObjectNode fields && wanted.has("updated_at")) {
      assertThat(fields.get("updated_at").stringValue()).endsWith("Z");
      if (fields.get("app_id").stringValue().equals(author.keystore.userId().toString())) {
        fields.set("app_id", wanted.get("app_id"));
      }
      fields.set("updated_at", wanted.get("updated_at"));
    }
    return came;
  }

  private IncomingMessage send(Author author, OutgoingMessage message) throws Exception {
    if (author.equals(alice) && isSealed(message.category())) {
      sendAsSealed(message);
    } else {
      assertThat(author.client.send(message.to(bob.userId()))).isInstanceOf(Sent.Accepted.class);
    }
    IncomingMessage got = toBob.message();
    assertThat(got.id()).isEqualTo(message.id());
    assertThat(got.author()).isEqualTo(author.keystore.userId());
    return got;
  }

  private static boolean isSealed(String category) {
    return switch (Category.family(category)) {
      case SIGNAL, ENCRYPTED -> true;
      case PLAIN, APP, MESSAGE, SYSTEM, WEBRTC, KRAKEN, OTHER -> false;
    };
  }

  /// A person's client has to name the devices; here the test does it, because the client didn't
  /// seal this message.
  private void sendAsSealed(OutgoingMessage message) throws Exception {
    var people = new TestingPeople(server);
    try (var device = people.online(alice.keystore)) {
      var request =
          MessageRequest.of(
                  message.conversation(), message.id(), message.category(), message.payload())
              .withRecipient(bob.userId())
              .withChecksum(people.checksum(message.conversation()));
      assertThat(TestingPeople.refusal(device.send(request))).isZero();
    }
  }

  private Author author(JsonNode item) {
    return text(item, "by").equals("bot") ? weather : alice;
  }

  /// The golden one, with what only this server knows in its place.
  private byte[] payload(JsonNode item, Author author) throws Exception {
    String category = text(item, "category");
    byte[] golden = bytes(item);
    return switch (Payload.of(category, golden)) {
      case Recall _ -> recall(author);
      case Encrypted model -> encrypted(author, model);
      default -> golden;
    };
  }

  /// Sends a message first, to recall it.
  private byte[] recall(Author author) throws Exception {
    var target = OutgoingMessage.text(author.conversation, "a slip");
    return new Recall(send(author, target).id()).toBytes();
  }

  /// It names the key of who sends it, and a session that is to read it.
  private byte[] encrypted(Author author, Encrypted model) {
    String key = author.keystore.keyPair().key().x25519();
    return new Encrypted(
            model.category(),
            WireBase64.decode(key).orElseThrow(),
            List.of(new Encrypted.SealedKey(bob.sessionId(), model.keys().getFirst().key())),
            model.nonce(),
            model.sealed())
        .toBytes();
  }

  private Author author(Keystore keystore, ClientOptions options) throws Exception {
    HearthClient client = connect(keystore, options, new Mailbag());
    return new Author(keystore, client, client.api().createContact(bob.userId()).id());
  }

  private HearthClient connect(Keystore keystore, ClientOptions options, Mailbag mailbag)
      throws Exception {
    HearthClient client = HearthClient.of(keystore, options);
    clients.add(client);
    client.connect(mailbag);
    assertThat(client.awaitConnected(Duration.ofSeconds(20))).isTrue();
    return client;
  }

  private static Stream<JsonNode> golden() throws Exception {
    try (InputStream in = EveryPayloadTest.class.getResourceAsStream("/golden/payloads.json")) {
      return JSON.readTree(in).valueStream().filter(item -> !text(item, "by").equals("server"));
    }
  }

  private static byte[] bytes(JsonNode item) {
    if (item.has("text")) {
      return text(item, "text").getBytes(UTF_8);
    }
    return item.has("base64")
        ? WireBase64.decode(text(item, "base64")).orElseThrow()
        : JSON.writeValueAsBytes(item.get("payload"));
  }

  private static String text(JsonNode item, String name) {
    return item.get(name).stringValue();
  }
}
