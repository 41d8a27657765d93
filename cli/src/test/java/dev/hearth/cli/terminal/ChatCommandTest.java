package dev.hearth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.Hearth;
import dev.hearth.RunningServer;
import dev.hearth.chat.directory.link.SignInCodes.CodeLength;
import dev.hearth.chat.directory.link.SignInCodes.OtherDevices;
import dev.hearth.cli.dev.ChatStore;
import dev.hearth.cli.dev.DevPeople;
import dev.hearth.cli.dev.DevWorld;
import dev.hearth.cli.dev.DevWorld.Known;
import dev.hearth.cli.dev.EchoBot;
import dev.hearth.edge.admin.Registered;
import dev.hearth.edge.admin.Registration;
import dev.hearth.edge.admin.Registration.KeyKind;
import dev.hearth.protocol.payload.Button;
import dev.hearth.protocol.payload.ButtonGroup;
import dev.hearth.protocol.payload.Card;
import dev.hearth.protocol.payload.File;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.ServerBounds;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class ChatCommandTest {
  /// The end of the text that `/verify` shows.
  private static final String NUMBER = "when both of you see the same";

  @TempDir private Path folder;
  private RunningServer server;
  private DevWorld world;
  private HearthBot echo;

  @BeforeEach
  void start() throws Exception {
    server = Hearth.of("server.port = 0\ndata.folder = " + folder, folder).start();
    world = settle();
    echo =
        EchoBot.connect(
            world.bots().getFirst(), ClientOptions.at(server.api()), Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() throws Exception {
    echo.close();
    server.close();
  }

  @Test
  void a_line_piped_in_is_ticked_and_answered() {
    Chatted chatted = chat("hello\n", "--as", "alice", "--with", "echo", "--wait", "20s");

    assertThat(chatted.code).isZero();
    assertThat(chatted.lines()).contains("✓ hello", "Echo: hello", "✓✓ read hello");
  }

  @Test
  void a_message_that_echo_cannot_repeat_is_answered_so_and_the_next_is_repeated()
      throws Exception {
    echo.close();
    echo =
        EchoBot.connect(
            world.bots().getFirst(),
            ClientOptions.at(server.api()).withBounds(new ServerBounds(1024, 2048, 2048)),
            Duration.ofSeconds(20));

    Chatted chatted =
        chat("x".repeat(2000) + "\nhello\n", "--as", "alice", "--with", "echo", "--wait", "20s");

    assertThat(chatted.lines().filter(line -> line.startsWith("Echo")))
        .containsExactly("Echo: That is too long for me to repeat.", "Echo: hello");
  }

  @Test
  void somebody_at_a_terminal_is_told_that_it_is_encrypted() {
    var typist = new Typist().types("hello").sees("✓");
    Chatted chatted = run(typist, true, "--as", "alice", "--with", "bob", "--wait", "1ms");

    assertThat(chatted.output)
        .startsWith("-- Bob; /help, and Ctrl-D ends it")
        .contains("-- encrypted from end to end; /verify")
        .contains("✓");
  }

  @Test
  void many_lines_are_answered_in_their_order() {
    Chatted chatted =
        chat("one\ntwo\n\nthree\n", "--as", "Alice", "--with", "Echo", "--wait", "20s");

    assertThat(chatted.lines().filter(line -> line.startsWith("Echo")))
        .containsExactly("Echo: one", "Echo: two", "Echo: three");
  }

  @Test
  void messages_from_before_the_chat_are_shown_with_their_time() throws Exception {
    say("bob", "alice", "are you there?");

    Chatted chatted = chat("alice", "bob", new Typist().sees("there?\n"));

    assertThat(chatted.lines())
        .anyMatch(
            line -> line.matches("[0-9]{2}:[0-9]{2} \\(not encrypted\\) Bob: are you there\\?"));
  }

  @Test
  void messages_of_other_conversations_are_shown_as_such_and_move_no_cursor() throws Exception {
    say("bob", "alice", "psst\u001b[2J");

    Chatted chatted = chat("alice", "echo", new Typist().sees("psst"));

    assertThat(chatted.lines()).anyMatch(line -> line.matches("\\[Bob\\] .*Bob: psst \\[2J"));
  }

  @Test
  void a_group_is_made_of_everybody_one_knows_and_found_by_its_name() {
    Chatted first =
        chatIn(
            "Lunch",
            "alice",
            new Typist().types("hello all").types("@echo and you").sees("Echo: @echo and you"));
    Chatted second =
        chatIn(
            "lunch",
            "bob",
            new Typist()
                .sees("Alice: @echo and you")
                .types("/verify")
                .types("me too")
                .sees("✓ me too"));

    assertThat(first.errors).isEmpty();
    assertThat(first.lines())
        .containsSubsequence(
            "-- not encrypted, for Echo to read it:",
            "✓ @echo and you",
            "(not encrypted) Echo: @echo and you")
        .doesNotContain("Echo: hello all");
    assertThat(second.lines())
        .anyMatch(line -> line.endsWith("Alice: hello all"))
        .anyMatch(line -> line.endsWith("Alice: @echo and you"))
        .contains("✓ me too", "-- the safety number of you and Alice:")
        .noneMatch(line -> line.contains("you and Echo"));
    assertThat(second.code).isZero();
  }

  @Test
  void somebody_can_be_found_by_number() {
    String number = world.find("Echo").map(Known::identityNumber).orElseThrow();

    Chatted chatted = chat("hi\n", "--as", "alice", "--with", number, "--wait", "20s");

    assertThat(chatted.lines()).contains("Echo: hi");
  }

  @Test
  void a_person_who_is_not_there_is_named() {
    assertThat(chat("", "--as", "mallory", "--with", "echo").errors)
        .contains("nobody is called mallory here; there are Alice, Bob, Echo");
    assertThat(chat("", "--as", "alice", "--with", "mallory").errors)
        .contains("nobody is called mallory here");
    assertThat(chat("", "--as", "alice", "--with", "bob", "--server", "http://127.0.0.1:1").errors)
        .contains("no server answers at http://127.0.0.1:1/");
  }

  @Test
  void both_see_the_same_safety_number_and_the_server_none_of_what_is_said() throws Exception {
    Chatted alice =
        chat("alice", "bob", new Typist().types("the violets").types("/verify").sees(NUMBER));
    Chatted bob =
        chat(
            "bob",
            "alice",
            new Typist().sees("violets").types("the tulips").types("/verify").sees(NUMBER));

    assertThat(alice.lines()).contains("-- the safety number of you and Bob:");
    assertThat(bob.lines()).anyMatch(line -> line.endsWith("Alice: the violets"));
    assertThat(alice.digits()).hasSize(3).isEqualTo(bob.digits());
    assertThat(files("the violets")).isEmpty();
    assertThat(files("the tulips")).isEmpty();
  }

  @Test
  void a_file_arrives_as_it_was_and_the_server_can_not_read_it(@TempDir Path ours)
      throws Exception {
    String text = "what nobody else may know\n".repeat(20_000);
    Path file = Files.writeString(ours.resolve("with blanks.txt"), text);
    Path picture = ours.resolve("picture.png");
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());

    Chatted alice =
        chat(
            "alice",
            "bob",
            new Typist()
                .types("/send '" + file + "'")
                .types("/send " + picture)
                .sees("✓ picture.png"));
    Chatted bob =
        chat(
            "bob",
            "alice",
            new Typist()
                .sees("/save 2 fetches it")
                .types("/save 1 " + ours + "/copy")
                .types("/save 2 " + ours + "/")
                .types("/save 1 " + ours + "/copy")
                .sees("-- not saved"));

    assertThat(alice.lines()).contains("✓ with blanks.txt (520 kB)");
    assertThat(alice.code).isZero();
    assertThat(bob.lines())
        .anyMatch(line -> line.endsWith("with blanks.txt (520 kB)  -- /save 1 fetches it"))
        .anyMatch(line -> line.contains("picture-2.png"))
        .contains("-- saved as " + ours + "/copy (520 kB)")
        .contains("-- not saved: there is a file " + ours + "/copy already");
    assertThat(bob.code).isNotZero();
    assertThat(ours.resolve("copy")).hasContent(text);
    assertThat(ours.resolve("picture-2.png")).hasSameBinaryContentAs(picture);
    assertThat(files("what nobody else may know")).isEmpty();
  }

  @Test
  void a_file_is_never_saved_where_its_sender_likes(@TempDir Path ours) throws Exception {
    Known bob = world.find("Bob").orElseThrow();
    try (var client = HearthClient.of(bob.keystore(), ClientOptions.at(server.api()))) {
      client.connect(message -> {});
      Path file = Files.writeString(ours.resolve("profile"), "gotcha");
      client.send(
          OutgoingMessage.of(
              client.conversationWith(world.find("Alice").orElseThrow().userId()),
              File.of(client.api().upload(file, ""), "../../.profile")));
    }

    Path inner = Files.createDirectories(ours.resolve("a/b"));
    chat("alice", "bob", new Typist().sees("/save 1").types("/save 1 " + inner).sees("-- saved"));

    assertThat(inner.resolve("profile")).hasContent("gotcha");
  }

  @Test
  void an_unknown_command_is_refused_and_a_line_with_two_slashes_is_said() {
    Chatted chatted =
        chat(
            "/send\n/send /no/such/file\n/help\n//etc\n",
            "--as",
            "alice",
            "--with",
            "echo",
            "--wait",
            "20s");

    assertThat(chatted.code).isNotZero();
    assertThat(chatted.lines())
        .contains("-- /send wants a file", "-- not sent: there is no file /no/such/file")
        .contains("Echo: /etc")
        .anyMatch(line -> line.startsWith("-- /verify"))
        .filteredOn(line -> line.startsWith("Echo"))
        .hasSize(1);
  }

  @Test
  void a_command_that_the_chat_does_not_know_is_for_the_bots_and_refused_among_people() {
    Chatted bot = chat("/roll 20\n", "--as", "alice", "--with", "echo", "--wait", "20s");
    Chatted person = chat("/roll 20\n", "--as", "alice", "--with", "bob", "--wait", "1s");
    Chatted group = chatIn("Lunch", "alice", new Typist().types("/roll 20").sees("✓ /roll 20"));

    assertThat(bot.lines()).contains("Echo: /roll 20");
    assertThat(bot.code).isZero();
    assertThat(person.lines())
        .containsExactly(
            "-- there is no /roll, and no bot here; /help says what there is, and",
            "-- //roll says “/roll”");
    assertThat(person.code).isNotZero();
    assertThat(group.lines())
        .containsSubsequence("-- not encrypted, for Echo to read it:", "✓ /roll 20");
  }

  @Test
  void buttons_and_cards_are_shown_and_pressed() throws Exception {
    echo.close();
    var buttons =
        List.of(
            Button.saying("Tea\u001b[2J", "#1565C0", "/vote tea"),
            new Button("Site", "#000", "https://example.org/"));
    echo =
        HearthBot.of(world.bots().getFirst().keystore(), ClientOptions.at(server.api()))
            .onCommand("/poll", said -> said.reply(Card.of("Tea?", "Or\ncoffee", buttons)))
            .onCommand("/more", said -> said.reply(new ButtonGroup(buttons)))
            .onCommand("/vote", said -> said.reply("A vote for " + said.text()))
            .start();

    Chatted chatted =
        chat(
            "alice",
            "echo",
            new Typist()
                .types("/poll")
                .sees("[2]")
                .types("/press 1")
                .sees("for tea\n")
                .types("/more")
                .sees("[4]")
                .types("/press 4")
                .types("/press 9")
                .sees("no button 9"));

    assertThat(chatted.lines())
        .containsSubsequence(
            "(not encrypted) Echo: Tea?",
            "    Or",
            "    coffee",
            "    [1] Tea [2J",
            "    [2] Site  -- /press NUMBER",
            "✓ /press 1",
            "Echo: A vote for tea",
            "(not encrypted) Echo: offers",
            "    [3] Tea [2J",
            "-- not sent: that button opens https://example.org/");
  }

  @Test
  void a_message_is_answered_and_taken_back() throws Exception {
    say("bob", "alice", "one");
    say("bob", "alice", "are you there?");

    Chatted alice =
        chat(
            "alice",
            "bob",
            new Typist()
                .sees("there?")
                .types("/reply yes")
                .sees("✓ yes")
                .types("/reply ^2 two")
                .sees("✓ two")
                .types("oops")
                .sees("✓ oops")
                .types("/recall")
                .sees("taken back")
                .types("/recall ^9"));
    Chatted bob = chat("bob", "alice", new Typist().sees("took back"));

    assertThat(alice.lines())
        .containsSubsequence(
            "-- an answer to Bob's “are you there?”",
            "✓ yes",
            "-- an answer to Bob's “one”",
            "✓ two",
            "-- taken back: “oops”",
            "-- you have not said that much here");
    assertThat(bob.lines())
        .anyMatch(line -> line.endsWith("Alice, to an earlier message: yes"))
        .anyMatch(line -> line.endsWith("-- Alice took back an earlier message"))
        .noneMatch(line -> line.contains("oops"));
  }

  @Test
  void a_bot_is_invited_into_a_group_and_spoken_to() throws Exception {
    Registered dice = registration().bot("Dice", KeyKind.ED25519);
    String number = Long.toString(dice.user().identityNumber());
    try (var _ =
        HearthBot.of(dice.keystore(), ClientOptions.at(server.api()))
            .onCommand("/roll", said -> said.reply("four"))
            .start()) {
      Chatted alice =
          chatIn(
              "Lunch",
              "alice",
              new Typist()
                  .types("/invite " + number)
                  .sees("added Dice")
                  .types("/members")
                  .sees("Dice " + number)
                  .types("@" + number + " /roll")
                  .sees(": four")
                  .types("/invite nobody")
                  .sees("nobody is called"));

      assertThat(alice.lines())
          .containsSubsequence(
              "-- Dice reads what begins with @Dice or with a command;",
              "-- Dice " + number + ", a bot",
              "-- not encrypted, for Dice to read it:",
              "(not encrypted) Dice: four",
              "-- nobody is called nobody here")
          .anyMatch(line -> line.matches("-- Alice [0-9]+, you, owner"));
    }
    Chatted two = chat("alice", "bob", new Typist().types("/invite echo").sees("of two"));

    assertThat(two.code).isNotZero();
  }

  @Test
  void echo_answers_people_who_call_it_and_no_other_bot() throws Exception {
    Registered parrot = registration().bot("Parrot", KeyKind.ED25519);
    String number = Long.toString(parrot.user().identityNumber());
    var heard = new LinkedBlockingQueue<String>();
    try (var _ =
        HearthBot.of(parrot.keystore(), ClientOptions.at(server.api()))
            .onText(said -> {
              heard.add(said.author().name() + ": " + said.text());
              said.reply(said.content());
            })
            .start()) {
      Chatted alice =
          chatIn(
              "Lunch",
              "alice",
              new Typist()
                  .types("/invite " + number)
                  .sees("added Parrot")
                  .types("@parrot one")
                  .sees("Parrot: @parrot one")
                  .types("/roll")
                  .sees("Parrot: /roll")
                  // Both repeat this, and then what the other said, but for Echo.
                  .types("@echo two")
                  .sees("Echo: @echo two")
                  .types("@echo three")
                  .sees("Echo: @echo three"));

      assertThat(alice.code).isZero();
      assertThat(alice.lines().filter(line -> line.contains("Echo: ")))
          .containsExactly("(not encrypted) Echo: @echo two", "(not encrypted) Echo: @echo three");
      assertThat(heard).contains("Echo: @echo two");
    }
  }

  @Test
  void one_goes_to_another_room_and_what_is_typed_next_is_said_there() {
    chatIn("Lunch", "alice", new Typist().types("hello").sees("✓ hello"));

    Chatted alice =
        chat(
            "alice",
            "bob",
            new Typist()
                .types("/rooms")
                .sees("/rooms NUMBER goes")
                .types("/rooms echo")
                .types("to the bot")
                .sees("Echo: to the bot")
                .types("/rooms lunch")
                .types("@echo to the group")
                .sees("Echo: @echo to")
                .types("/rooms 99"));

    assertThat(alice.lines())
        .anyMatch(line -> line.matches("-- \\[[0-9]] Bob, here"))
        .anyMatch(line -> line.matches("-- \\[[0-9]] Echo, a bot"))
        .anyMatch(line -> line.matches("-- \\[[0-9]] Lunch, a group"))
        .contains("Echo: to the bot", "(not encrypted) Echo: @echo to the group")
        .contains("-- not one room is called 99: see /rooms")
        .doesNotContain("-- [Echo] Echo: to the bot")
        // A bot that takes encrypted messages is spoken to in the open in a group, too.
        .noneMatch(line -> line.contains("less protected"));
  }

  @Test
  void messages_wait_when_somebody_has_another_identity_key_until_it_is_accepted()
      throws Exception {
    chat("alice", "bob", new Typist().types("hello").sees("✓ hello"));
    chat("bob", "alice", new Typist().sees("Alice: hello").types("hello").sees("✓ hello"));
    chat("alice", "bob", new Typist().sees("Bob: hello"));
    signInAnew("Bob");

    Chatted refused = chat("alice", "bob", new Typist().types("psst").sees("Messages wait"));
    Chatted accepted =
        chat(
            "alice",
            "bob",
            new Typist()
                .types("psst")
                .types("hey")
                .types("/accept")
                .types("/accept")
                .sees("✓ psst")
                .sees("✓ hey"));
    Chatted bob =
        chat("bob", "alice", new Typist().sees("Alice: hey").types("/verify").sees(NUMBER));

    assertThat(refused.code).isNotZero();
    assertThat(refused.lines())
        .contains("-- Bob's identity key has changed: a new device, or somebody between you.")
        .noneMatch(line -> line.startsWith("✓"));
    assertThat(accepted.lines())
        .containsSubsequence(
            "-- compare it first, then take it with another /accept",
            "-- Bob's key is taken",
            "✓ psst",
            "✓ hey");
    assertThat(bob.lines())
        .anyMatch(line -> line.endsWith("Alice: psst"))
        .anyMatch(line -> line.endsWith("Alice: hey"));
    assertThat(accepted.digits()).hasSize(3).isEqualTo(bob.digits());
  }

  @Test
  void a_line_in_the_open_from_somebody_who_encrypts_is_warned_of() throws Exception {
    chat("alice", "bob", new Typist().types("hello").sees("✓ hello"));
    chat("bob", "alice", new Typist().sees("Alice: hello").types("hello").sees("✓ hello"));
    chat("alice", "bob", new Typist().sees("Bob: hello"));
    say("bob", "alice", "send me the key");

    Chatted warned =
        chat(
            "alice",
            "bob",
            new Typist().sees("if they write so now").types("/accept").sees("is taken"));

    assertThat(warned.lines())
        .anyMatch(line -> line.endsWith("(not encrypted) Bob: send me the key"))
        .containsSubsequence(
            "-- That was less protected than what Bob has said before: the server can read",
            "-- it, and may have written it. /accept Bob if they write so now",
            "-- what the server says of Bob is taken");
  }

  @Test
  void a_person_who_has_lost_their_keys_is_told_of_the_way_back() throws Exception {
    String session = world.find("Alice").orElseThrow().keystore().sessionId().toString();
    for (String file : List.of(".db", ".key")) {
      Files.delete(folder.resolve("chat").resolve(session + file));
    }

    Chatted chatted = chat("alice", "bob", new Typist().sees("begin a new data folder"));

    assertThat(chatted.lines()).anyMatch(line -> line.contains("hearth user code NUMBER"));
    assertThat(chatted.errors).contains("sign in with a code");
  }

  @Test
  void a_keystore_is_enough_on_any_server_for_people_and_bots(@TempDir Path ours) throws Exception {
    Path carol = keystore(ours, "carol.json", registration().person("Carol", KeyKind.ED25519));
    Path bot = keystore(ours, "bot.json", registration().bot("Weather", KeyKind.RSA));

    Chatted hello =
        chatWith(
            ours,
            "10002",
            new Typist().types("hello").sees("✓ hello").types("/rooms").sees("NUMBER"),
            "--keystore=" + carol);
    Chatted bob = chat("bob", "alice", new Typist().sees("Carol: hello"));
    Chatted weather =
        chatWith(ours, "10002", new Typist().types("rain").sees("✓ rain"), "--keystore=" + bot);

    assertThat(hello.errors).isEmpty();
    assertThat(hello.lines()).contains("-- [1] Bob, here");
    assertThat(bob.lines()).anyMatch(line -> line.matches("\\[Carol\\] .{5} Carol: hello"));
    assertThat(weather.errors).isEmpty();
    assertThat(ours.resolve("chat")).isDirectory();
  }

  @Test
  void a_code_signs_a_person_in_and_leaves_a_keystore(@TempDir Path ours) throws Exception {
    Registered carol = registration().person("Carol", KeyKind.ED25519);
    String number = Long.toString(carol.user().identityNumber());
    String code =
        server
            .chat()
            .directory()
            .signInCodes()
            .issue(carol.user(), OtherDevices.STAY, CodeLength.LONG)
            .orElseThrow();
    Path file = ours.resolve("carol.json");

    Chatted first =
        chatWith(
            ours,
            "10002",
            new Typist().types("hello").sees("✓ hello"),
            "--keystore=" + file,
            "--phone=" + number,
            "--code=" + code);
    Chatted again =
        chatWith(ours, "10002", new Typist().types("me").sees("✓ me"), "--keystore=" + file);
    Chatted used =
        chatWith(
            ours,
            "10002",
            new Typist(),
            "--keystore=" + ours.resolve("other.json"),
            "--phone=" + number,
            "--code=" + code);

    assertThat(first.errors).isEmpty();
    assertThat(again.errors).isEmpty();
    assertThat(used.errors).contains("the server does not take this code");
    try (var kept = Files.list(ours.resolve("chat"))) {
      assertThat(kept).hasSize(3);
    }
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_keystore_that_can_not_be_used_is_said_so_in_a_line(@TempDir Path ours) throws Exception {
    Path nonsense = Files.writeString(ours.resolve("nonsense.json"), "{}");
    Path carol = keystore(ours, "carol.json", registration().person("Carol", KeyKind.ED25519));

    assertThat(run(new Typist(), false, "--keystore=" + carol, "--with=bob").errors)
        .isEqualTo("--keystore wants --server URL, where the account is\n");
    assertThat(chatWith(ours, "bob", new Typist(), "--keystore=" + nonsense).errors)
        .isEqualTo(nonsense + " is not a keystore\n");
    assertThat(chatWith(ours, "bob", new Typist(), "--keystore=/no/such").errors)
        .isEqualTo("there is no file /no/such\n");
    assertThat(chatWith(ours, "bob", new Typist(), "--keystore=" + carol).errors)
        .isEqualTo("nobody is called bob here\n");
    assertThat(chatWith(ours, "bob", new Typist(), "--keystore=" + carol, "--code=1").errors)
        .isEqualTo("--phone and --code go together\n");
  }

  @Test
  void a_server_without_a_ledger_is_said_to_have_none() {
    Chatted chatted =
        chat(
            "alice",
            "bob",
            new Typist()
                .types("/pay 5 ember")
                .types("/balance")
                .sees("(ledger.enabled)\n-- this server has no ledger"));

    assertThat(chatted.lines())
        .containsExactly(
            "-- this server has no ledger (ledger.enabled)",
            "-- this server has no ledger (ledger.enabled)");
    assertThat(chatted.code).isEqualTo(1);
  }

  @Test
  void a_second_chat_of_the_same_person_is_refused() throws Exception {
    Known alice = world.find("Alice").orElseThrow();
    try (var _ = ChatStore.reserve(folder, alice.keystore().sessionId()).orElseThrow()) {
      Chatted second = chat("hello\n", "--as", "alice", "--with", "bob");

      assertThat(second.errors).isEqualTo("Alice is chatting already, in another terminal\n");
      assertThat(second.output).isEmpty();
    }
    try (var _ = ChatStore.open(folder, alice.keystore().sessionId())) {
      Chatted second = chat("hello\n", "--as", "alice", "--with", "bob");

      assertThat(second.errors).isEqualTo("Alice is chatting already, in another terminal\n");
    }
  }

  private Registration registration() {
    return new Registration(server.chat().directory().accounts());
  }

  private static Path keystore(Path folder, String name, Registered registered) throws Exception {
    return Files.writeString(folder.resolve(name), registered.keystore().toJson());
  }

  /// With an account of one's own, whose keys are kept in `data`.
  private Chatted chatWith(Path data, String with, Typist typist, String... account) {
    List<String> all = new ArrayList<>(List.of(account));
    all.addAll(List.of("--with", with, "--server", server.api().toString(), "--wait", "1ms"));
    return run(data, typist, false, all);
  }

  /// Signs somebody out and in again, as on a new phone.
  private void signInAnew(String name) throws Exception {
    Known before = world.find(name).orElseThrow();
    var accounts = server.chat().directory().accounts();
    var user = accounts.findUser(before.userId()).orElseThrow();
    accounts.revoke(before.keystore().sessionId());
    var keystore = new Registration(accounts).anotherDevice(user).keystore();
    var after =
        new Known(
            name,
            before.userId(),
            before.identityNumber(),
            before.pin(),
            Optional.empty(),
            keystore);
    List<Known> people =
        world.people().stream().map(known -> known.equals(before) ? after : known).toList();
    var changed = new DevWorld(world.api(), world.blaze(), people, world.bots());
    Files.writeString(folder.resolve(DevWorld.FILE), changed.toJson());
    world = settle();
  }

  private DevWorld settle() {
    var people = new DevPeople(server);
    DevWorld settled = people.createPeople();
    people.leaveKeys(settled);
    return settled;
  }

  /// The files of the server, and of those who chat, in which this can be read.
  private List<Path> files(String text) throws Exception {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    try (var all = Files.walk(folder)) {
      List<Path> found = new ArrayList<>();
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (content.contains(new String(wanted, StandardCharsets.ISO_8859_1))) {
          found.add(file);
        }
      }
      return found;
    }
  }

  private void say(String from, String to, String text) throws Exception {
    Known author = world.find(from).orElseThrow();
    Known other = world.find(to).orElseThrow();
    try (var client = HearthClient.of(author.keystore(), ClientOptions.at(server.api()))) {
      client.connect(message -> {});
      client.send(OutgoingMessage.text(client.conversationWith(other.userId()), text));
    }
  }

  /// Types all of it at once, and waits as long as the arguments say.
  private Chatted chat(String input, String... arguments) {
    var typist = new Typist();
    input.lines().forEach(typist::types);
    return run(typist, false, arguments);
  }

  /// Ends when the typist does.
  private Chatted chat(String as, String with, Typist typist) {
    return run(typist, false, "--as", as, "--with", with, "--wait", "1ms");
  }

  private Chatted chatIn(String group, String as, Typist typist) {
    return run(typist, false, "--as", as, "--in", group, "--wait", "1ms");
  }

  private Chatted run(Typist typist, boolean interactive, String... arguments) {
    return run(folder, typist, interactive, List.of(arguments));
  }

  private Chatted run(Path data, Typist typist, boolean interactive, List<String> arguments) {
    var err = new StringWriter();
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--data", data.toString()));
    int code =
        new CommandLine(new ChatCommand(() -> typist.terminal(interactive)))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler((failure, command, _) -> {
              command.getErr().println(failure.getMessage());
              return 1;
            })
            .execute(all.toArray(String[]::new));
    return new Chatted(code, typist.shown(), err.toString());
  }

  private record Chatted(int code, String output, String errors) {
    Stream<String> lines() {
      return output.lines();
    }

    /// The rows of the safety number.
    List<String> digits() {
      return lines().filter(line -> line.matches(" *([0-9]{5} ){3}[0-9]{5}")).toList();
    }
  }
}
