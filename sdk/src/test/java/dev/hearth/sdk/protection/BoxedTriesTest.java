package dev.hearth.sdk.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.ClientOptions.NewDevices;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Pace;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.ServerBounds;
import dev.hearth.sdk.TestingKeystore;
import dev.hearth.sdk.blaze.Wire;
import dev.hearth.sdk.http.HttpApi;
import dev.hearth.sdk.http.Parcel;
import dev.hearth.sdk.http.RetryingCalls;
import dev.hearth.sdk.http.Tokens;
import dev.hearth.sdk.store.ClientStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/// Boxes for a server that won't have them: how often they are sealed again, and when it is enough.
@Timeout(60)
class BoxedTriesTest {
  private final UserId person = UserId.random();
  private final Keystore bot = TestingKeystore.random();
  private final ConversationId conversation = ConversationId.ofContact(bot.userId(), person);
  private final OutgoingMessage message =
      OutgoingMessage.text(conversation, "Hello").to(person).protectedBy(Protection.ENCRYPTED);
  private final List<String> posts = new CopyOnWriteArrayList<>();

  private HttpServer server;
  private HttpClient http;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    http = HttpClient.newHttpClient();
  }

  @AfterEach
  void close() {
    http.shutdownNow();
    server.stop(0);
  }

  @Test
  void a_bots_box_is_sealed_for_the_devices_that_came_back_and_given_up_in_the_end()
      throws Exception {
    isBot();
    answer("/sessions/fetch", _ -> data("[" + session() + "]"));
    answer("/encrypted_messages", _ -> result("FAILED"));

    assertThat(messages().send(message)).isInstanceOf(Sent.Refused.class);

    assertThat(posts).hasSize(BoxedMessages.MOST_TRIES);
    assertThat(posts).allMatch(post -> messageId(post).equals(message.id().toString()));
    assertThat(posts.stream().map(BoxedTriesTest::sessionIds)).doesNotHaveDuplicates();
  }

  @Test
  void a_fault_of_the_server_is_waited_for_and_a_refusal_is_final() throws Exception {
    isBot();
    answer("/sessions/fetch", _ -> data("[" + session() + "]"));
    answer(
        "/encrypted_messages",
        _ ->
            switch (posts.size()) {
              case 1 -> error(ErrorCode.BLAZE_TIMEOUT);
              case 2 -> "a proxy in between has nobody behind it";
              default -> result("SUCCESS");
            });
    assertThat(messages().send(message)).isInstanceOf(Sent.Accepted.class);
    assertThat(posts).hasSize(3);

    server.removeContext("/encrypted_messages");
    answer("/encrypted_messages", _ -> error(ErrorCode.INVALID_FIELD));
    assertThat(messages().send(message))
        .isEqualTo(new Sent.Refused(10002, ErrorCode.INVALID_FIELD.description()));
    assertThat(posts).hasSize(4);
  }

  @Test
  void a_session_that_was_ended_sends_no_more() {
    isBot();
    answer("/sessions/fetch", _ -> error(ErrorCode.UNAUTHORIZED));

    assertThatThrownBy(() -> messages().send(message))
        .isInstanceOfSatisfying(
            HearthException.class,
            e -> assertThat(e.reason()).isEqualTo(HearthException.Reason.SIGNED_OUT));
  }

  @Test
  void a_persons_box_is_sealed_for_the_devices_that_are_there_now_and_given_up_in_the_end()
      throws Exception {
    answer("/me", _ -> data(user("")));
    answer(
        "/conversations",
        _ ->
            data(
                "{\"conversation_id\":\"%s\",\"creator_id\":\"%s\",\"participants\":[],\"participant_sessions\":[%s]}"
                    .formatted(conversation, person, session())));
    List<Parcel> sent = new CopyOnWriteArrayList<>();
    var messages =
        messages(parcel -> {
          sent.add(parcel);
          return new Sent.Refused(ErrorCode.CHECKSUM_INVALID.code(), "");
        });

    assertThat(messages.send(message)).isInstanceOf(Sent.Refused.class);

    assertThat(sent).hasSize(BoxedMessages.MOST_TRIES);
    assertThat(sent).allMatch(parcel -> parcel.message().id().equals(message.id()));
    assertThat(sent.stream().map(Parcel::checksum)).doesNotHaveDuplicates();
  }

  private BoxedMessages messages() {
    return messages(_ -> {
      throw new AssertionError("a bot's box goes over HTTP");
    });
  }

  private BoxedMessages messages(Wire wire) {
    var second = Duration.ofSeconds(1);
    var soon = Duration.ofMillis(2);
    var pace = new Pace(second.multipliedBy(20), second, second, soon, soon, soon);
    var options =
        ClientOptions.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .withPace(pace);
    var api = new HttpApi(http, options, new Tokens(bot, options.clock()), bot);
    var patience = new RetryingCalls(() -> {}, pace, new Random());
    return new BoxedMessages(
        bot.userId(), new Boxes(bot, known()), api, patience, ServerBounds.USUAL, wire);
  }

  private void isBot() {
    answer("/me", _ -> data(user(",\"app\":{\"capabilities\":[\"ENCRYPTED\"]}")));
  }

  private String user(String more) {
    return "{\"user_id\":\"" + bot.userId() + "\"" + more + "}";
  }

  /// Another device each time.
  private String session() {
    var device = TestingKeystore.random();
    return "{\"user_id\":\"%s\",\"session_id\":\"%s\",\"public_key\":\"%s\"}"
        .formatted(person, SessionId.random(), device.keyPair().key().x25519());
  }

  private String result(String state) {
    return data(
        "[{\"message_id\":\"%s\",\"recipient_id\":\"%s\",\"state\":\"%s\",\"sessions\":[%s]}]"
            .formatted(message.id(), person, state, session()));
  }

  private void answer(String path, UnaryOperator<String> answer) {
    server.createContext(
        path,
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          if (path.equals("/encrypted_messages")) {
            posts.add(body);
          }
          respond(exchange, answer.apply(body));
        });
  }

  private static void respond(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    exchange.sendResponseHeaders(json.startsWith("{") ? 200 : 502, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static String data(String json) {
    return "{\"data\":" + json + "}";
  }

  private static String error(ErrorCode code) {
    return "{\"error\":{\"status\":%d,\"code\":%d,\"description\":\"%s\"}}"
        .formatted(code.status(), code.code(), code.description());
  }

  private static String messageId(String post) {
    return JsonMapper.shared().readTree(post).at("/0/message_id").asString();
  }

  private static String sessionIds(String post) {
    return JsonMapper.shared().readTree(post).at("/0/recipient_sessions").toString();
  }

  private static KnownDevices known() {
    return new KnownDevices(
        ClientStore.inMemory(), true, NewDevices.USED, new TrustReports((_, _) -> {}));
  }
}
