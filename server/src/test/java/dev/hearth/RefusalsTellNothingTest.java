package dev.hearth;

import static dev.hearth.TestingPeople.message;
import static dev.hearth.TestingPeople.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.GzipFrame;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.MessageId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A word that is sent in every place where messages, keys and secrets are, comes back in no answer
/// and stands in no log line or metric, however much is logged.
final class RefusalsTellNothingTest {
  private final String secret = "Canary" + UUID.randomUUID().toString().replace("-", "");
  private final String encoded = WireBase64.standard(secret.getBytes(UTF_8));
  private final Logger everything = (Logger) LoggerFactory.getLogger("dev.hearth");
  private final Lines lines = new Lines();
  private final List<String> answers = new ArrayList<>();
  private TestingHearth hearth;
  private TestingPeople people;

  @BeforeEach
  void start(@TempDir Path folder) {
    lines.start();
    everything.setLevel(Level.TRACE);
    everything.addAppender(lines);
    hearth = TestingHearth.start(folder, 0);
    people = new TestingPeople(hearth);
  }

  @AfterEach
  void stop() {
    hearth.close();
    everything.detachAppender(lines);
    everything.setLevel(null);
  }

  @Test
  void on_blaze() throws Exception {
    var talk = people.talk();
    String to = "\"conversation_id\":\"" + talk.conversation() + "\",";
    String fresh = to + "\"message_id\":\"" + MessageId.random() + "\",";
    String data = "\"data\":\"" + encoded + "\"";
    String identity = TestingKeys.generate().identity().toString();

    List<String[]> requests =
        List.of(
            new String[] {"CREATE_MESSAGE", fresh + "\"category\":\"SIGNAL_TEXT\"," + data},
            new String[] {"CREATE_MESSAGE", fresh + "\"category\":\"ENCRYPTED_TEXT\"," + data},
            new String[] {"CREATE_MESSAGE", fresh + "\"category\":\"APP_CARD\"," + data},
            new String[] {"CREATE_MESSAGE", fresh + "\"category\":\"SYSTEM_USER\"," + data},
            new String[] {"CREATE_MESSAGE", "\"category\":\"" + secret + "\"," + data},
            new String[] {"CREATE_MESSAGE", fresh + "\"data\":\"!" + secret + "\""},
            new String[] {"CREATE_MESSAGE", to + "\"message_id\":\"" + secret + "\"," + data},
            new String[] {
              "CREATE_MESSAGE", fresh + "\"conversation_checksum\":[\"" + secret + "\"]"
            },
            new String[] {"CREATE_CALL", fresh + "\"category\":\"WEBRTC_NONE\"," + data},
            new String[] {"SYNC_SIGNAL_KEYS", "\"keys\":{\"identity_key\":\"" + encoded + "\"}"},
            new String[] {
              "SYNC_SIGNAL_KEYS",
              """
              "keys":{"identity_key":"%s","signed_pre_key":{"key_id":1,"pub_key":"%s",
              "signature":"%s"},"one_time_pre_keys":[{"key_id":"%s","pub_key":"%s"}]}
              """
                  .formatted(identity, encoded, encoded, secret, encoded)
            },
            new String[] {
              "CREATE_SIGNAL_KEY_MESSAGES", fresh + "\"messages\":[{" + fresh + data + "}]"
            },
            new String[] {"CONSUME_SESSION_SIGNAL_KEYS", "\"recipients\":\"" + secret + "\""},
            new String[] {"TELL_ME", data});
    for (String[] request : requests) {
      // A connection that is refused often is answered late.
      try (var device = people.online(talk.one())) {
        answers.add(device.askForJson(request[0], request[1]));
      }
    }
    try (var device = people.online(talk.one())) {
      device.sendRaw(secret.getBytes(UTF_8));
      device.sendRaw(GzipFrame.pack(secret.getBytes(UTF_8), 1 << 20));
      device.ask(BlazeRequest.ping(UUID.randomUUID().toString()));
    }

    assertNothingWasTold();
  }

  @Test
  void over_http() throws Exception {
    var talk = people.talk();
    var bot = hearth.bot("Robot");
    String[] bodies = {
      secret,
      "{\"" + secret + "\":",
      "[7,\"" + secret + "\"]",
      "{\"identity_key\":\"%1$s\",\"signed_pre_key\":{\"pub_key\":\"%1$s\"}}".formatted(encoded),
      "[{\"conversation_id\":\"%s\",\"category\":\"ENCRYPTED_TEXT\",\"data_base64\":\"%s\"}]"
          .formatted(talk.conversation(), encoded),
      "{\"pin_base64\":\"%1$s\",\"secret\":\"%1$s\",\"code\":\"%2$s\",\"session_secret\":\"%1$s\"}"
          .formatted(encoded, secret),
    };
    for (String target :
        List.of(
            "/signal/keys",
            "/encrypted_messages",
            "/messages",
            "/acknowledgements",
            "/session",
            "/pin/verify",
            "/pin/update",
            "/provisionings",
            "/provisionings/verify",
            "/verifications",
            "/logout")) {
      for (String body : bodies) {
        answers.add(people.call(talk.one(), "POST", target, body));
        answers.add(people.call(bot, "POST", target, body));
      }
    }
    answers.add(withToken("/me", secret));
    answers.add(withToken("/me?access_token=" + secret, ""));

    assertNothingWasTold();
  }

  @Test
  void not_even_what_is_accepted() throws Exception {
    var talk = people.talk();
    var key =
        MessageRequest.of(talk.conversation(), MessageId.random(), "", secret.getBytes(UTF_8))
            .withRecipient(talk.other().userId())
            .withSession(talk.other().sessionId());
    var common =
        message(talk.conversation(), "", "").withChecksum(people.checksum(talk.conversation()));
    try (var from = people.online(talk.one());
        var to = people.online(talk.other())) {
      var handover =
          BlazeRequest.createKeyMessages(UUID.randomUUID().toString(), common, List.of(key));
      assertThat(refusal(from.ask(handover))).isZero();
      assertThat(refusal(from.send(people.sealed(talk.conversation(), secret)))).isZero();
      assertThat(to.message().payload()).isEqualTo(secret.getBytes(UTF_8));
      assertThat(to.message().payload()).isEqualTo(secret.getBytes(UTF_8));
    }

    assertNothingWasTold();
  }

  private void assertNothingWasTold() throws Exception {
    answers.add(withToken("/metrics", ""));

    for (String told : answers) {
      assertThat(told).satisfies(this::isWithoutSecret);
    }
    everything.trace("This is heard.");
    assertThat(lines.logged).contains("This is heard.\n");
    for (String line : lines.logged) {
      assertThat(line).satisfies(this::isWithoutSecret);
    }
  }

  /// In itself, in hex, and in base64 wherever in a longer text it began.
  private void isWithoutSecret(String told) {
    assertThat(told)
        .doesNotContainIgnoringCase(secret)
        .doesNotContainIgnoringCase(HexFormat.of().formatHex(secret.getBytes(UTF_8)));
    for (int before = 0; before < 3; before++) {
      String shifted = WireBase64.standard(("x".repeat(before) + secret).getBytes(UTF_8));
      assertThat(told).doesNotContain(shifted.substring(4, 40));
    }
  }

  private String withToken(String target, String token) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(hearth.address() + target))
            .header("Authorization", "Bearer " + token)
            .method("GET", BodyPublishers.noBody())
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  /// All log lines, with the text of their exceptions.
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      String exception =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      logged.add(event.getFormattedMessage() + "\n" + exception);
    }
  }
}
