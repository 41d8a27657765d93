package dev.hearth.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.AdminClient;
import dev.hearth.conformance.Client;
import dev.hearth.conformance.Connection;
import dev.hearth.conformance.PackedServer;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.AttachmentId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Where the hostile tables are played: one server for all of them, and on it
///
/// - Mallory and her bot Robot, who send the rows of the tables; both may talk to Bob;
/// - Alice and Bob, who talk to each other and must get nothing except messages to them.
final class Stage implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Path folder;
  private final PackedServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  final Client alice;
  final Client bob;
  final Client mallory;
  final Client robot;
  final Client oldRobot;
  final Client revoked;

  /// Mallory, Bob and Robot are in it.
  final ConversationId group;

  /// Alice and Bob only.
  final ConversationId foreign;

  /// Something that Alice said to Bob.
  final MessageId foreignMessage = MessageId.random();

  /// Alice's, and not filled.
  final AttachmentId attachment;

  private final BlockingQueue<BlazeReply> heardByAlice = new LinkedBlockingQueue<>();
  private final BlockingQueue<BlazeReply> heardByBob = new LinkedBlockingQueue<>();
  private final Connection alicesPhone;
  private final Connection bobsPhone;
  private final JsonNode groupBefore;
  private int checked;

  private static Stage set() throws Exception {
    Path folder = Files.createTempDirectory("hearth-hostile");
    PackedServer server = PackedServer.start(folder, "ledger.enabled = yes");
    try {
      return new Stage(folder, server);
    } catch (Throwable e) {
      server.kill();
      throw e;
    }
  }

  private Stage(Path folder, PackedServer server) throws Exception {
    this.folder = folder;
    this.server = server;
    AdminClient door = server.door();
    alice = door.person("Alice");
    bob = door.person("Bob");
    mallory = door.person("Mallory");
    robot = door.bot("Robot");
    oldRobot = door.rsaBot("Old Robot");
    revoked = door.person("Gone");
    door.revoke(revoked);
    foreign = alice.talkTo(api(), bob);
    mallory.talkTo(api(), bob);
    JsonNode attached = alice.post(api(), "/attachments", JsonNodeFactory.instance.objectNode());
    attachment = AttachmentId.of(attached.path("attachment_id").asString());
    robot.talkTo(api(), bob);
    group = mallory.found(api(), "Plans", List.of(bob, robot));
    alicesPhone = listen(alice, heardByAlice);
    bobsPhone = listen(bob, heardByBob);
    takePending(mallory);
    say(foreignMessage);
    // Bob also gets the notice of the group; the two may come in any order.
    assertThat(List.of(next(heardByBob, "Bob"), next(heardByBob, "Bob")))
        .anyMatch(push -> isMessage(push, foreignMessage));
    groupBefore = mallory.get(api(), "/conversations/" + group);
  }

  /// The founding of the group is news to its founder as well; later it would be in the way.
  private void takePending(Client who) throws Exception {
    BlockingQueue<BlazeReply> heard = new LinkedBlockingQueue<>();
    try (Connection phone = listen(who, heard)) {
      String founding = next(heard, who.name()).data().orElseThrow().messageId();
      acknowledge(phone, MessageId.of(founding));
    }
  }

  private static void acknowledge(Connection phone, MessageId id) throws Exception {
    ask(
        phone,
        BlazeRequest.acknowledge(
            UUID.randomUUID().toString(),
            List.of(AcknowledgementRequest.of(id, MessageStatus.READ))));
  }

  private Connection listen(Client who, BlockingQueue<BlazeReply> heard) throws Exception {
    Connection phone = Connection.open(http, server.blaze(), who, heard::add);
    ask(phone, BlazeRequest.listPending(UUID.randomUUID().toString(), Optional.empty()));
    return phone;
  }

  URI api() {
    return server.api();
  }

  /// The conversation that `who` has with Bob.
  ConversationId contactOf(Client who) {
    return ConversationId.ofContact(who.user(), bob.user());
  }

  /// Alice sends a message, Bob gets and acknowledges it, Alice gets the receipt: and neither gets
  /// anything else.
  ///
  /// @param expected how many messages, beside, Bob should have got since the last time
  void assertThatNothingChangedBut(int expected) throws Exception {
    MessageId marker = MessageId.random();
    say(marker);
    assertThat(until(marker, heardByBob, "Bob")).as("what Bob hears").hasSize(expected);
    acknowledge(bobsPhone, marker);
    assertThat(until(marker, heardByAlice, "Alice")).as("what Alice hears").isEmpty();
  }

  void assertThatTheGroupIsAsBefore() {
    assertThat(mallory.get(api(), "/conversations/" + group)).isEqualTo(groupBefore);
  }

  /// The server has reported no fault of its own.
  void assertThatNothingFailed() {
    assertThat(server.isAlive()).isTrue();
    String output = server.output();
    String since = output.substring(checked);
    checked = output.length();
    assertThat(since).doesNotContain("ERROR", "Exception", "\tat ");
  }

  private void say(MessageId id) throws Exception {
    ask(
        alicesPhone,
        BlazeRequest.create(
            UUID.randomUUID().toString(),
            MessageRequest.of(
                foreign, id, "PLAIN_TEXT", "still here?".getBytes(StandardCharsets.UTF_8))));
  }

  private static void ask(Connection phone, BlazeRequest request) throws Exception {
    BlazeReply reply = phone.ask(request).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(reply.error()).isEmpty();
  }

  private static BlazeReply next(BlockingQueue<BlazeReply> heard, String who) throws Exception {
    BlazeReply push = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(push).as("what %s hears", who).isNotNull();
    return push;
  }

  /// The pushes that arrive before `marker`, or its receipt.
  private static List<BlazeReply> until(
      MessageId marker, BlockingQueue<BlazeReply> heard, String who) throws Exception {
    List<BlazeReply> before = new ArrayList<>();
    for (BlazeReply push = next(heard, who); !isMessage(push, marker); push = next(heard, who)) {
      before.add(push);
    }
    return before;
  }

  private static boolean isMessage(BlazeReply push, MessageId id) {
    return push.data().filter(data -> data.messageId().equals(id.toString())).isPresent();
  }

  @Override
  public void close() throws IOException {
    alicesPhone.close();
    bobsPhone.close();
    http.shutdownNow();
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// Hands the stage to the tests; it is set up for the first that asks, and struck after the last.
  static final class Setting implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(Stage.class))
          .computeIfAbsent(Once.class, _ -> new Once(), Once.class)
          .stage();
    }
  }

  /// The one attempt to set the stage: if it fails once, it would fail for each row.
  private static final class Once implements AutoCloseable {
    private final FutureTask<Stage> attempt = new FutureTask<>(Stage::set);

    Stage stage() {
      attempt.run();
      try {
        return attempt.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the stage is not set", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      if (attempt.state() == Future.State.SUCCESS) {
        attempt.resultNow().close();
      }
    }
  }
}
