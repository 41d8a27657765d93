package dev.hearth.conformance.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.PackedServer;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.protocol.payload.File;
import dev.hearth.protocol.payload.Image;
import dev.hearth.protocol.payload.Live;
import dev.hearth.protocol.payload.Location;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Post;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.Opening;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three people with two devices each, and a bot, over the packed server. Ann, who has founded the
/// group, has one session more at the server, which has no key of hers: it sees what the server
/// has.
@Tag("long")
class SecrecyTest {
  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Secrets secrets = new Secrets();
  // Text that the server gets in the open, on purpose: a search that doesn't find it proves little.
  private final Secrets known = new Secrets();
  private final List<Device> devices = new ArrayList<>();
  private final Map<String, List<String>> meant = new TreeMap<>();

  private PackedServer server;
  private Device annsPhone;
  private Device annsLaptop;
  private Device bensPhone;
  private Device bensLaptop;
  private Device cleosPhone;
  private Device cleosLaptop;
  private Device bot;
  private Wiretap tap;
  private ConversationId annAndBen;
  private ConversationId annAndBot;
  private ConversationId group;

  @BeforeEach
  void gather() throws Exception {
    server = PackedServer.start(folder.resolve("server"));
    Files.createDirectories(folder.resolve("clients"));
    annsPhone = person("Ann");
    bensPhone = person("Ben");
    cleosPhone = person("Cleo");
    annsLaptop = anotherOf(annsPhone, "Ann's laptop");
    bensLaptop = anotherOf(bensPhone, "Ben's laptop");
    cleosLaptop = anotherOf(cleosPhone, "Cleo's laptop");
    bot = keep(Device.bot(server.door().encryptedBot("Bot"), options()));
    tap = Wiretap.on(http, server.blaze(), server.door().secondDevice(annsPhone.account()));
    annAndBen = contact(annsPhone, bensPhone);
    annAndBot = contact(annsPhone, bot);
    group =
        annsPhone
            .client()
            .api()
            .createGroup("Garden", List.of(bensPhone.account().user(), cleosPhone.account().user()))
            .id();
  }

  @AfterEach
  void end() {
    devices.forEach(Device::close);
    tap.close();
    server.close();
    http.shutdownNow();
  }

  @Test
  void everybody_reads_what_was_meant_for_them_and_the_server_nothing() throws Exception {
    peopleTalk();
    somebodyTalksToTheBot();
    filesAreSent();
    MessageView before = said(bensPhone, group, text("before"), allBut(bensPhone));
    MessageView without = aDeviceIsSignedOut(before);
    aDeviceIsLinked(before, without);
    aMemberIsAwayForAWhile(before);

    for (Device device : devices) {
      assertThat(device.words())
          .as(device.name())
          .isEqualTo(meant.getOrDefault(device.name(), List.of()));
    }
    theServerHasLearntNothing();
  }

  private void peopleTalk() throws Exception {
    said(annsPhone, annAndBen, text("a text"), annsLaptop, bensPhone, bensLaptop);
    var post = new Post(secrets.word("# a post"));
    said(bensLaptop, annAndBen, post, annsPhone, annsLaptop, bensPhone);
    said(annsLaptop, annAndBen, place(), annsPhone, bensPhone, bensLaptop);
    said(cleosLaptop, group, text("a text in a group"), allBut(cleosLaptop));
    said(cleosPhone, group, live(), allBut(cleosPhone));
    said(annsLaptop, group, text("an answer in a group"), allBut(annsLaptop));
  }

  private void somebodyTalksToTheBot() throws Exception {
    MessageView asked = said(annsPhone, annAndBot, text("a question"), annsLaptop, bot);
    MessageView answered = said(bot, annAndBot, text("a bot's answer"), annsPhone, annsLaptop);
    var open = new Text(known.word("a plain message"));
    annsPhone.client().send(OutgoingMessage.of(annAndBot, open));
    shown(open, annsLaptop, bot);

    assertThat(List.of(asked.category(), answered.category())).containsOnly("ENCRYPTED_TEXT");
  }

  private void filesAreSent() throws Exception {
    byte[] content = secrets.bytes("a file", 300_000);
    var plan = new File(sealed(annsPhone, content), secrets.word("a name"), Optional.empty());
    said(annsPhone, group, plan, allBut(annsPhone));
    for (Device reader : allBut(annsPhone)) {
      assertThat(fetched(reader, plan.name())).isEqualTo(content);
    }
    byte[] bots = secrets.bytes("a file for the bot", 3_000);
    var list = new File(sealed(annsLaptop, bots), secrets.word("its name"), Optional.empty());
    said(annsLaptop, annAndBot, list, annsPhone, bot);
    assertThat(fetched(bot, list.name())).isEqualTo(bots);
    var caption = Optional.of(secrets.word("a caption"));
    Attachment picture = sealed(bensPhone, secrets.bytes("a picture", 5_000));
    var image = new Image(picture, 640, 480, Optional.empty(), caption);
    said(bensPhone, annAndBen, image, annsPhone, annsLaptop, bensLaptop);
    Path open = Files.write(folder.resolve("open"), known.bytes("a plain file", 1_000));
    annsPhone.client().api().upload(open, "text/plain");
  }

  /// Ann's laptop is signed out. It can't read messages from then on, even if somebody gives it the
  /// bytes.
  private MessageView aDeviceIsSignedOut(MessageView before) throws Exception {
    server.door().revoke(annsLaptop.account());
    annsLaptop.awaitSignedOut();
    var later =
        List.of(
            said(cleosPhone, group, text("without the laptop"), allBut(cleosPhone, annsLaptop)),
            said(bensPhone, group, text("without it too"), allBut(bensPhone, annsLaptop)),
            said(annsPhone, group, text("by its owner"), allBut(annsPhone, annsLaptop)),
            said(bensLaptop, annAndBen, text("between two"), annsPhone, bensPhone));

    assertThat(opening(annsLaptop, before)).isInstanceOf(Opening.Duplicate.class);
    for (MessageView view : later) {
      assertThat(opening(annsLaptop, view)).isInstanceOf(Opening.NoKey.class);
    }
    return later.getFirst();
  }

  /// Ann has a tablet from now on. It doesn't get earlier messages, even if it asks.
  private void aDeviceIsLinked(MessageView before, MessageView without) throws Exception {
    Device tablet = anotherOf(annsPhone, "Ann's tablet");
    var others = allBut(annsLaptop, cleosPhone);
    said(cleosPhone, group, text("with the tablet"), others);
    var after = said(bensPhone, group, text("after"), allBut(annsLaptop, bensPhone));

    assertThat(opening(tablet, before)).isNotInstanceOf(Opening.Opened.class);
    assertThat(opening(tablet, without)).isNotInstanceOf(Opening.Opened.class);
    tablet.leave();
    try (var asking = Wiretap.on(http, server.blaze(), tablet.account())) {
      assertThat(asking.askAgain(group, bensPhone.address(), ids(before, after)))
          .isEqualTo(ids(after));
    }
  }

  /// Cleo leaves and comes back. She doesn't get the messages from between, even if she asks.
  private void aMemberIsAwayForAWhile(MessageView before) throws Exception {
    var api = annsPhone.client().api();
    var cleo = List.of(cleosPhone.account().user());
    cleosLaptop.leave();
    try (var asking = Wiretap.on(http, server.blaze(), cleosLaptop.account())) {
      api.removeParticipants(group, cleo);
      var meanwhile = said(bensPhone, group, text("meanwhile"), annsPhone, bensLaptop);

      assertThat(opening(cleosPhone, meanwhile)).isInstanceOf(Opening.NoKey.class);
      assertThat(opening(cleosLaptop, meanwhile)).isInstanceOf(Opening.NoKey.class);
      assertThat(asking.askFor(group, bensPhone.address(), ids(meanwhile)).error()).isPresent();

      api.addParticipants(group, cleo);
      var back = said(bensPhone, group, text("again"), annsPhone, bensLaptop, cleosPhone);

      assertThat(opening(cleosPhone, meanwhile)).isNotInstanceOf(Opening.Opened.class);
      assertThat(asking.askAgain(group, bensPhone.address(), ids(before, meanwhile, back)))
          .isEqualTo(ids(back));
    }
  }

  private void theServerHasLearntNothing() throws Exception {
    server.door().person(known.word("a user's name"));
    byte[] metrics = metrics();
    devices.forEach(Device::close);
    server.close();
    Remains left = Remains.of(folder.resolve("server"));

    assertThat(left.find(secrets)).isEmpty();
    assertThat(Remains.of(folder.resolve("clients")).find(secrets)).isEmpty();
    assertThat(secrets.in(metrics)).isEmpty();
    assertThat(secrets.in(tap.everything())).isEmpty();
    assertThat(known.in(tap.everything())).containsExactly("a plain message");
    assertThat(left.find(known))
        .anyMatch(place -> place.startsWith("a plain message in entries of "))
        .anyMatch(place -> place.startsWith("a user's name in rows of "))
        .anyMatch(place -> place.startsWith("a plain file in data"));
  }

  /// Says something; returns what the server has of it, once all these were shown it.
  private MessageView said(
      Device speaker, ConversationId where, Payload.Sendable what, Device... readers)
      throws Exception {
    int from = tap.count();
    speaker.say(where, what);
    shown(what, readers);
    var session = Optional.of(speaker.address().session());
    return tap.await(
        from,
        view ->
            view.session().equals(session)
                && view.conversation().equals(Optional.of(where))
                && view.category().matches("(SIGNAL|ENCRYPTED)_(?!KEY).*"));
  }

  private void shown(Payload what, Device... readers) throws InterruptedException {
    for (Device reader : readers) {
      reader.awaitWords(Device.words(what));
      meant.computeIfAbsent(reader.name(), _ -> new ArrayList<>()).add(Device.words(what));
    }
  }

  /// Tries to open a message with the keys of a device.
  private static Opening opening(Device device, MessageView view) {
    var sender = new DeviceAddress(view.user(), view.session().orElseThrow());
    Envelope envelope = Envelope.parse(view.payload()).orElseThrow();
    return device.keys().open(view.conversation().orElseThrow(), sender, envelope);
  }

  private static List<MessageId> ids(MessageView... views) {
    return Stream.of(views).map(view -> MessageId.of(view.messageId())).toList();
  }

  private Text text(String label) {
    return new Text(secrets.word(label));
  }

  private Location place() {
    var name = Optional.of(secrets.word("a place"));
    return new Location(13.4, 52.5, name, Optional.empty(), Optional.empty());
  }

  private Live live() {
    String url = "https://live.example/" + secrets.word("a live show");
    return new Live(url, "https://live.example/t", 16, 9, true);
  }

  private Attachment sealed(Device device, byte[] content) throws Exception {
    Path file = Files.write(folder.resolve("file"), content);
    Attachment attachment = device.client().api().uploadSealed(file, "application/pdf");
    secrets.add("the key of " + attachment.id(), attachment.keys().orElseThrow().key());
    return attachment;
  }

  private byte[] fetched(Device device, String name) throws Exception {
    Path file = folder.resolve("fetched");
    assertThat(device.client().api().download(device.file(name), file, 1_000_000))
        .isInstanceOf(Downloaded.Saved.class);
    return Files.readAllBytes(file);
  }

  private byte[] metrics() throws Exception {
    var request = HttpRequest.newBuilder(server.api().resolve("/metrics")).build();
    byte[] body = http.send(request, BodyHandlers.ofByteArray()).body();
    assertThat(new String(body, StandardCharsets.UTF_8)).contains("hearth_");
    return body;
  }

  /// The people's devices that there are, but for these.
  private Device[] allBut(Device... these) {
    var but = Set.of(these);
    return devices.stream().filter(one -> one != bot && !but.contains(one)).toArray(Device[]::new);
  }

  private Device person(String name) throws Exception {
    return keep(Device.first(server.door().person(name), folder.resolve("clients"), options()));
  }

  private Device anotherOf(Device device, String name) throws Exception {
    return keep(device.link(name, folder.resolve("clients")));
  }

  private Device keep(Device device) {
    devices.add(device);
    return device;
  }

  private ConversationId contact(Device one, Device other) {
    return one.client().api().createContact(other.account().user()).id();
  }

  private ClientOptions options() {
    return ClientOptions.at(server.api(), server.blaze());
  }
}
