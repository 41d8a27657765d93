package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.protocol.payload.Image;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Participant;
import dev.hearth.sdk.Receipt;
import dev.hearth.sdk.ReceiptStatus;
import dev.hearth.sdk.Relationship;
import dev.hearth.sdk.RelationshipChange;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.User;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The Java client and the server, over a real socket.
@Timeout(120)
class ClientAndServerTest {
  @TempDir private Path folder;
  private final List<HearthClient> clients = new ArrayList<>();
  private TestingHearth server;
  private Keystore alice;
  private Keystore bob;

  @BeforeEach
  void start() throws Exception {
    server = TestingHearth.start(folder, 0);
    alice = server.person("Alice");
    bob = server.person("Bob");
  }

  @AfterEach
  void stop() throws Exception {
    clients.forEach(HearthClient::close);
    server.close();
  }

  @Test
  void a_text_arrives_and_its_author_hears_how_far_it_came() throws Exception {
    var toBob = new Mailbag();
    var toAlice = new Mailbag();
    HearthClient a = connect(alice, toAlice);
    HearthClient b = connect(bob, toBob);
    ConversationId conversation = a.api().createContact(bob.userId()).id();

    var message = OutgoingMessage.text(conversation, "Hello Bob, грüße 🙂");
    assertThat(a.send(message)).isInstanceOf(Sent.Accepted.class);

    IncomingMessage got = toBob.message();
    assertThat(got.text()).isEqualTo("Hello Bob, грüße 🙂");
    assertThat(got.author()).isEqualTo(alice.userId());
    assertThat(got.session()).contains(alice.sessionId());
    assertThat(got.pending()).isFalse();
    assertThat(toAlice.receipt().status()).isEqualTo(ReceiptStatus.DELIVERED);
    b.read(List.of(got.id()));
    Receipt read = toAlice.receipt();
    assertThat(read.status()).isEqualTo(ReceiptStatus.READ);
    assertThat(read.message()).isEqualTo(message.id());
    assertThat(read.by()).isEqualTo(bob.userId());
  }

  @Test
  void a_client_that_was_away_gets_what_came_meanwhile_once_and_in_order() throws Exception {
    HearthClient a = connect(alice, new Mailbag());
    ConversationId conversation = a.api().createContact(bob.userId()).id();
    for (int i = 0; i < 50; i++) {
      a.send(OutgoingMessage.text(conversation, "" + i));
    }

    var first = new Mailbag();
    HearthClient b = connect(bob, first);
    for (int i = 0; i < 50; i++) {
      IncomingMessage got = first.message();
      assertThat(got.text()).isEqualTo("" + i);
      assertThat(got.pending()).isTrue();
    }
    b.close();
    a.send(OutgoingMessage.text(conversation, "after"));

    var second = new Mailbag();
    connect(bob, second);
    assertThat(second.message().text()).isEqualTo("after");
  }

  @Test
  void many_callers_share_a_connection_and_every_message_is_stored_once() throws Exception {
    int count = 2000;
    var toBob = new Mailbag();
    HearthClient a = connect(alice, new Mailbag());
    connect(bob, toBob);
    ConversationId conversation = a.api().createContact(bob.userId()).id();
    List<OutgoingMessage> messages =
        IntStream.range(0, count)
            .mapToObj(i -> OutgoingMessage.text(conversation, "" + i))
            .toList();

    List<Callable<Sent>> sends =
        messages.stream().<Callable<Sent>>map(each -> () -> a.send(each)).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Sent> each : threads.invokeAll(sends)) {
        assertThat(each.get()).isInstanceOf(Sent.Accepted.class);
      }
    }

    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      texts.add(toBob.message().text());
    }
    assertThat(texts)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }

  @Test
  void a_message_sent_twice_arrives_once() throws Exception {
    var toBob = new Mailbag();
    HearthClient a = connect(alice, new Mailbag());
    connect(bob, toBob);
    ConversationId conversation = a.api().createContact(bob.userId()).id();
    var message = OutgoingMessage.text(conversation, "once");

    assertThat(a.send(message)).isEqualTo(a.send(message));

    a.send(OutgoingMessage.text(conversation, "last"));
    assertThat(toBob.message().text()).isEqualTo("once");
    assertThat(toBob.message().text()).isEqualTo("last");
  }

  @Test
  void a_message_to_where_one_may_not_write_is_refused() throws Exception {
    HearthClient a = connect(alice, new Mailbag());

    Sent sent = a.send(OutgoingMessage.text(ConversationId.random(), "anybody there?"));

    assertThat(sent).isInstanceOf(Sent.Refused.class);
  }

  @Test
  void a_server_that_is_restarted_is_found_again_and_nothing_is_lost() throws Exception {
    var toBob = new Mailbag();
    HearthClient a = connect(alice, new Mailbag());
    connect(bob, toBob);
    ConversationId conversation = a.api().createContact(bob.userId()).id();
    a.send(OutgoingMessage.text(conversation, "before"));

    int port = server.address().getPort();
    server.close();
    server = TestingHearth.start(folder, port);
    a.send(OutgoingMessage.text(conversation, "after"));

    assertThat(toBob.message().text()).isEqualTo("before");
    assertThat(toBob.message().text()).isEqualTo("after");
  }

  @Test
  void a_group_changes_and_its_members_see_it() throws Exception {
    Keystore carol = server.person("Carol");
    HearthClient a = connect(alice, new Mailbag());
    var toBob = new Mailbag();
    HearthClient b = connect(bob, toBob);
    HearthClient c = connect(carol, new Mailbag());

    Conversation group = a.api().createGroup("Friends", List.of(bob.userId()));
    assertThat(group.group()).isTrue();
    assertThat(group.participant(alice.userId()).orElseThrow().role())
        .isEqualTo(Participant.Role.OWNER);
    assertThat(users(a.api().addParticipants(group.id(), List.of(carol.userId()))))
        .containsExactlyInAnyOrder(alice.userId(), bob.userId(), carol.userId());
    c.send(OutgoingMessage.text(group.id(), "hello all"));
    c.api().exit(group.id());
    assertThat(users(b.api().findConversation(group.id()).orElseThrow()))
        .containsExactlyInAnyOrder(alice.userId(), bob.userId());
    assertThat(users(c.api().join(group.codeId()))).contains(carol.userId());
    a.api().removeParticipants(group.id(), List.of(carol.userId()));

    assertThat(c.send(OutgoingMessage.text(group.id(), "still here?")))
        .isInstanceOf(Sent.Refused.class);
    List<String> categories = new ArrayList<>();
    while (categories.stream().filter("SYSTEM_CONVERSATION"::equals).count() < 5) {
      categories.add(toBob.message().category());
    }
    assertThat(categories).contains("PLAIN_TEXT");
  }

  @Test
  void people_find_and_know_each_other() throws Exception {
    HearthClient a = connect(alice, new Mailbag());
    User me = a.api().me();
    assertThat(me.name()).isEqualTo("Alice");
    assertThat(me.relationship()).isEqualTo(Relationship.ME);
    User other = a.api().findUser(bob.userId()).orElseThrow();
    assertThat(a.api().findUser(other.identityNumber())).contains(other);
    assertThat(a.api().findUser(UserId.random())).isEmpty();
    assertThat(a.api().users(List.of(bob.userId(), UserId.random()))).containsExactly(other);

    assertThat(a.api().relate(bob.userId(), RelationshipChange.ADD).relationship())
        .isEqualTo(Relationship.FRIEND);
    assertThat(a.api().friends()).extracting(User::id).containsExactly(bob.userId());
    a.api().relate(bob.userId(), RelationshipChange.BLOCK);
    assertThat(a.api().findUser(bob.userId()).orElseThrow().relationship())
        .isEqualTo(Relationship.BLOCKING);
    a.api().relate(bob.userId(), RelationshipChange.UNBLOCK);
    a.api().relate(bob.userId(), RelationshipChange.REMOVE);
    assertThat(a.api().friends()).isEmpty();
  }

  @Test
  void a_picture_is_uploaded_named_in_a_message_and_fetched(@TempDir Path files) throws Exception {
    var toBob = new Mailbag();
    HearthClient a = connect(alice, new Mailbag());
    HearthClient b = connect(bob, toBob);
    ConversationId conversation = a.api().createContact(bob.userId()).id();
    byte[] picture = new byte[300_000];
    new Random(7).nextBytes(picture);
    Path file = Files.write(files.resolve("picture.jpeg"), picture);

    var image = Image.of(a.api().upload(file, "image/jpeg"), 640, 480);
    a.send(OutgoingMessage.of(conversation, image));

    assertThat(toBob.message().content()).isEqualTo(image);
    Path fetched = files.resolve("fetched");
    assertThat(b.api().download(image.attachment(), fetched, picture.length))
        .isEqualTo(new Downloaded.Saved(picture.length));
    assertThat(fetched).hasBinaryContent(picture);
    assertThat(b.api().download(image.attachment(), files.resolve("x"), picture.length - 1))
        .isEqualTo(new Downloaded.TooLarge());
    assertThat(b.api().download(Attachment.of(UUID.randomUUID(), "", 1), fetched, 1))
        .isEqualTo(new Downloaded.Missing());
    try (var left = Files.list(files)) {
      assertThat(left).containsExactlyInAnyOrder(file, fetched);
    }
  }

  @Test
  void a_bot_can_do_with_http_alone_what_goes_out() throws Exception {
    Keystore bot = server.bot("Weather");
    var toAlice = new Mailbag();
    HearthClient a = connect(alice, toAlice);
    HearthClient weather =
        remember(HearthClient.of(bot, ClientOptions.at(server.address()).forBot()));
    ConversationId conversation = weather.api().createContact(alice.userId()).id();
    Instant before = Instant.EPOCH;

    Sent sent =
        weather
            .api()
            .send(
                List.of(
                    OutgoingMessage.text(conversation, "sun").to(alice.userId()),
                    OutgoingMessage.text(conversation, "rain").to(alice.userId())));

    assertThat(sent).isInstanceOf(Sent.Accepted.class);
    IncomingMessage sun = toAlice.message();
    IncomingMessage rain = toAlice.message();
    assertThat(List.of(sun.text(), rain.text())).containsExactly("sun", "rain");
    a.api().acknowledge(List.of(sun.id(), rain.id()), ReceiptStatus.READ);
    List<Receipt> receipts = weather.api().receipts(before);
    assertThat(receipts).extracting(Receipt::message).contains(sun.id(), rain.id());
    assertThat(weather.api().receipts(receipts.getLast().at())).isEmpty();
  }

  @Test
  void a_bot_that_acknowledges_over_http_gets_nothing_twice() throws Exception {
    Keystore bot = server.bot("Weather");
    HearthClient a = connect(alice, new Mailbag());
    ConversationId conversation = a.api().createContact(bot.userId()).id();
    a.send(OutgoingMessage.text(conversation, "one"));
    ClientOptions overHttp =
        ClientOptions.at(server.address())
            .forBot()
            .withAcknowledgementsOver(ClientOptions.Way.HTTP);
    var first = new Mailbag();
    try (var weather = HearthClient.of(bot, overHttp)) {
      weather.connect(first);
      assertThat(first.message().text()).isEqualTo("one");
    }
    a.send(OutgoingMessage.text(conversation, "two"));

    var second = new Mailbag();
    remember(HearthClient.of(bot, overHttp)).connect(second);

    assertThat(second.message().text()).isEqualTo("two");
  }

  @Test
  void a_device_that_lost_its_store_is_told_that_nobody_can_write_to_it() throws Exception {
    var lost = SignalDevice.create(alice.userId(), OwnIdentity.generate(), ClientStore.inMemory());
    var caller = new Caller(alice.userId(), alice.sessionId(), false, 0);
    server.running().chat().directory().keys().leave(caller, lost.makePreKeys(700));

    var options = ClientOptions.at(server.address());
    try (var again = HearthClient.of(alice, ClientStore.inMemory(), options)) {
      again.connect(new Mailbag());
      assertThatThrownBy(() -> again.awaitConnected(Duration.ofSeconds(20)))
          .isInstanceOf(HearthException.class)
          .hasMessageContaining("link this device");
    }
  }

  @Test
  void a_session_that_is_revoked_is_told_so() throws Exception {
    HearthClient a = connect(alice, new Mailbag());

    server.running().chat().directory().accounts().revoke(alice.sessionId());

    assertThatThrownBy(
            () -> {
              while (true) {
                a.send(OutgoingMessage.text(ConversationId.random(), "am I?"));
              }
            })
        .isInstanceOfSatisfying(
            HearthException.class,
            e -> assertThat(e.reason()).isEqualTo(HearthException.Reason.SIGNED_OUT));
  }

  private HearthClient connect(Keystore keystore, ClientListener listener) throws Exception {
    HearthClient client = remember(HearthClient.of(keystore, ClientOptions.at(server.address())));
    client.connect(listener);
    assertThat(client.awaitConnected(Duration.ofSeconds(20))).isTrue();
    return client;
  }

  private HearthClient remember(HearthClient client) {
    clients.add(client);
    return client;
  }

  private static List<UserId> users(Conversation conversation) {
    return conversation.participants().stream().map(Participant::user).toList();
  }
}
