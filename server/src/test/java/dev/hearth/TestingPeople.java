package dev.hearth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Chat;
import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionChecksum;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.key.SessionToken;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// People that tests bring together on a {@link TestingHearth}, and their messages.
final class TestingPeople {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final TestingHearth hearth;

  TestingPeople(TestingHearth hearth) {
    this.hearth = hearth;
  }

  /// Two people who know each other.
  record Talk(Keystore one, Keystore other, ConversationId conversation) {}

  Talk talk() {
    Keystore one = hearth.person("One");
    Keystore other = hearth.person("Other");
    return new Talk(one, other, contact(one, other));
  }

  Chat chat() {
    return hearth.running().chat();
  }

  Device online(Keystore keystore) throws Exception {
    return Device.online(hearth.address(), keystore);
  }

  ConversationId contact(Keystore one, Keystore other) {
    var wanted = NewConversation.contact(one.userId(), other.userId());
    assertThat(chat().directory().conversations().create(one.userId(), wanted))
        .isInstanceOf(Outcome.Done.class);
    return wanted.id();
  }

  ConversationId group(Keystore owner, Keystore... members) {
    var wanted =
        NewConversation.group(
            ConversationId.random(),
            "A group",
            List.of(members).stream().map(Keystore::userId).toList());
    assertThat(chat().directory().conversations().create(owner.userId(), wanted))
        .isInstanceOf(Outcome.Done.class);
    return wanted.id();
  }

  /// One more device of somebody's.
  Keystore device(Keystore of, String platform) {
    var keys = SessionKeyPair.generate();
    var session = chat().directory().accounts().openSession(of.userId(), keys.key(), platform);
    return new Keystore(of.userId(), session.id(), keys, of.serverPublicKey(), of.pinToken());
  }

  /// The HTTP API's answer to a signed request; an empty `body` sends no body.
  String call(Keystore by, String method, String target, String body) throws Exception {
    return answer(by, method, target, body).body();
  }

  /// The same, with its status and headers.
  HttpResponse<String> answer(Keystore by, String method, String target, String body)
      throws Exception {
    String token =
        SessionToken.sign(
            by.keyPair(),
            by.userId(),
            by.sessionId(),
            Instant.now(),
            Duration.ofMinutes(1),
            method,
            target,
            body.getBytes(UTF_8));
    var request =
        HttpRequest.newBuilder(hearth.address().resolve(target))
            .method(method, BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  static MessageRequest text(ConversationId conversation, String text) {
    return message(conversation, "PLAIN_TEXT", text);
  }

  static MessageRequest message(ConversationId conversation, String category, String payload) {
    return message(conversation, category, payload.getBytes(UTF_8));
  }

  static MessageRequest message(ConversationId conversation, String category, byte[] payload) {
    return MessageRequest.of(conversation, MessageId.random(), category, payload);
  }

  /// A message that was encrypted for all devices that are in the conversation now.
  MessageRequest sealed(ConversationId conversation, String category, byte[] payload) {
    return message(conversation, category, payload).withChecksum(checksum(conversation));
  }

  MessageRequest sealed(ConversationId conversation, String text) {
    return sealed(conversation, "SIGNAL_TEXT", text.getBytes(UTF_8));
  }

  /// The checksum of all devices that are in the conversation now.
  String checksum(ConversationId conversation) {
    return SessionChecksum.of(
        chat().directory().conversations().find(conversation).orElseThrow().participants().stream()
            .flatMap(
                participant -> chat().directory().accounts().sessions(participant.user()).stream())
            .map(Session::id)
            .toList());
  }

  static MessageRequest recall(ConversationId conversation, MessageRequest target) {
    return message(
        conversation,
        "MESSAGE_RECALL",
        "{\"message_id\":\"%s\"}".formatted(target.messageId().orElseThrow()));
  }

  /// The next message from a user; the server's notices are skipped.
  static MessageView said(Device device) throws InterruptedException {
    MessageView view = device.message();
    while (isNotice(view)) {
      view = device.message();
    }
    return view;
  }

  /// The messages of {@link Device#rest} without the server's notices.
  static List<MessageView> restSaid(Device device) throws Exception {
    return device.rest().stream().filter(view -> !isNotice(view)).toList();
  }

  private static boolean isNotice(MessageView view) {
    return view.category().startsWith("SYSTEM_");
  }

  static String payload(MessageView view) {
    return new String(view.payload(), UTF_8);
  }

  /// The code with which it was refused; 0 when it wasn't.
  static int refusal(BlazeReply reply) {
    return reply.error().map(BlazeReply.Failure::code).orElse(0);
  }
}
