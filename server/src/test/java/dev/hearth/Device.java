package dev.hearth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.GzipFrame;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageSource;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionToken;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/// A client that does nothing by itself: it keeps the pushed messages, acknowledges on request, and
/// remembers every frame that it got. It waits for anything at most ten seconds.
final class Device implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;
  private static final int MOST_AT_A_TIME = 100;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final WebSocket socket;
  private final Map<String, CompletableFuture<BlazeReply>> asked = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<String>> askedForJson = new ConcurrentHashMap<>();
  private final BlockingQueue<MessageView> messages = new LinkedBlockingQueue<>();
  private final Map<String, String> actions = new ConcurrentHashMap<>();
  private final BlockingQueue<MessageView> receipts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private Device(URI server, Keystore keystore, List<String> forwardedFor) throws Exception {
    String token =
        SessionToken.sign(
            keystore.keyPair(),
            keystore.userId(),
            keystore.sessionId(),
            Instant.now(),
            Duration.ofMinutes(10),
            "GET",
            "/",
            new byte[0]);
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    forwardedFor.forEach(address -> builder.header("X-Forwarded-For", address));
    socket =
        builder
            .header("Authorization", "Bearer " + token)
            .subprotocols("Mixin-Blaze-1")
            .buildAsync(
                URI.create(server.toString().replaceFirst("^http", "ws") + "/"), new Incoming())
            .get(PATIENCE_SECONDS, SECONDS);
  }

  /// Connects, and asks for nothing.
  static Device connect(URI server, Keystore keystore) throws Exception {
    return new Device(server, keystore, List.of());
  }

  /// Connects through a proxy that says for whom.
  static Device connectFrom(String address, URI server, Keystore keystore) throws Exception {
    return new Device(server, keystore, List.of(address));
  }

  /// Connects and asks for what is pending.
  static Device online(URI server, Keystore keystore) throws Exception {
    Device device = connect(server, keystore);
    device.list(Optional.empty());
    return device;
  }

  BlazeReply list(Optional<String> offset) throws Exception {
    return ask(BlazeRequest.listPending(id(), offset));
  }

  BlazeReply send(MessageRequest message) throws Exception {
    return ask(BlazeRequest.create(id(), message));
  }

  BlazeReply acknowledge(MessageStatus status, MessageView... views) throws Exception {
    return ask(
        BlazeRequest.acknowledge(
            id(),
            List.of(views).stream()
                .map(view -> AcknowledgementRequest.of(MessageId.of(view.messageId()), status))
                .toList()));
  }

  BlazeReply ask(BlazeRequest request) throws Exception {
    return ask(request.id(), request.toJson());
  }

  /// Asks for something in words of the test's own.
  ///
  /// @param params the fields of a JSON object
  BlazeReply ask(String action, String params) throws Exception {
    String id = id();
    String json = "{\"id\":\"%s\",\"action\":\"%s\",\"params\":{%s}}".formatted(id, action, params);
    return ask(id, json.getBytes(UTF_8));
  }

  /// Asks for what no message is; the answer's whole JSON.
  String askForJson(BlazeRequest request) throws Exception {
    var answer = new CompletableFuture<String>();
    askedForJson.put(request.id(), answer);
    ask(request);
    return answer.get(PATIENCE_SECONDS, SECONDS);
  }

  /// The same in words of the test's own.
  String askForJson(String action, String params) throws Exception {
    String id = id();
    var answer = new CompletableFuture<String>();
    askedForJson.put(id, answer);
    String json = "{\"id\":\"%s\",\"action\":\"%s\",\"params\":{%s}}".formatted(id, action, params);
    ask(id, json.getBytes(UTF_8));
    return answer.get(PATIENCE_SECONDS, SECONDS);
  }

  /// Sends what need not be a request, nor even a frame, and waits for no answer.
  void sendRaw(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  private BlazeReply ask(String id, byte[] json) throws Exception {
    var answer = new CompletableFuture<BlazeReply>();
    asked.put(id, answer);
    socket.sendBinary(ByteBuffer.wrap(GzipFrame.pack(json, 1024)), true).get();
    return answer.get(PATIENCE_SECONDS, SECONDS);
  }

  /// The next message that is pushed.
  MessageView message() throws InterruptedException {
    return next(messages, "message");
  }

  /// The messages that have come, a hundred at most; waits for the first of them.
  ///
  /// @param patience how long to wait; then there are none
  List<MessageView> messages(Duration patience) throws InterruptedException {
    List<MessageView> come = new ArrayList<>();
    MessageView first = messages.poll(patience.toNanos(), NANOSECONDS);
    if (first != null) {
      come.add(first);
      messages.drainTo(come, MOST_AT_A_TIME - 1);
    }
    return come;
  }

  /// The action with which a message was pushed last.
  String action(MessageView message) {
    return actions.getOrDefault(message.messageId(), "");
  }

  /// The next receipt that is pushed.
  MessageView receipt() throws InterruptedException {
    return next(receipts, "receipt");
  }

  /// The messages that were not taken yet, after everything that the server sent until now has
  /// arrived.
  List<MessageView> rest() throws Exception {
    ask(BlazeRequest.ping(id()));
    return List.copyOf(messages);
  }

  /// Waits until the server has dropped the connection.
  void awaitEnd() throws Exception {
    ended.get(PATIENCE_SECONDS, SECONDS);
  }

  private static MessageView next(BlockingQueue<MessageView> queue, String what)
      throws InterruptedException {
    MessageView view = queue.poll(PATIENCE_SECONDS, SECONDS);
    if (view == null) {
      throw new AssertionError("no " + what + " came");
    }
    return view;
  }

  /// Drops the connection without a word.
  @Override
  public void close() {
    socket.abort();
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private void took(byte[] frame) {
    try (var gunzip = new Gunzip()) {
      if (!(gunzip.unpack(frame, 0, frame.length, 1 << 20)
          instanceof Gunzip.GunzipOutcome.Unpacked(byte[] json))) {
        throw new AssertionError("a frame that is no gzip");
      }
      BlazeReply reply = BlazeReply.parse(json).orElseThrow();
      Optional.ofNullable(askedForJson.remove(reply.id()))
          .ifPresent(raw -> raw.complete(new String(json, UTF_8)));
      CompletableFuture<BlazeReply> answer = asked.remove(reply.id());
      if (answer != null) {
        answer.complete(reply);
      } else {
        reply.data().ifPresent(view -> took(reply.action(), view));
      }
    }
  }

  private void took(String action, MessageView view) {
    if (view.source() == MessageSource.ACKNOWLEDGE_MESSAGE_RECEIPT) {
      receipts.add(view);
    } else {
      actions.put(view.messageId(), action);
      messages.add(view);
    }
  }

  private final class Incoming implements WebSocket.Listener {
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      ended.complete(null);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable broken) {
      ended.complete(null);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      frame.writeBytes(bytes);
      if (last) {
        took(frame.toByteArray());
        frame.reset();
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
