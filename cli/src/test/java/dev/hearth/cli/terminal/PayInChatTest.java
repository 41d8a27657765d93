package dev.hearth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.ledger.Asset;
import dev.hearth.chat.directory.ledger.Assets.NewAsset;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.edge.admin.Registration;
import dev.hearth.edge.admin.Registration.KeyKind;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `/pay` and `/balance`, on one server. Each test leaves Alice and Bob with the Ember they had.
@Timeout(120)
class PayInChatTest {
  @TempDir private static Path folder;
  private static DevServer dev;

  @BeforeAll
  static void start() throws Exception {
    dev = new DevServer(folder);
  }

  @AfterAll
  static void stop() {
    dev.close();
  }

  @Test
  void echo_gives_back_what_it_is_paid_and_both_are_shown_also_later() {
    Chatted chatted =
        run(
            new Typist()
                .types("/pay 5 Ember for tea")
                .sees("-- You paid Echo 5 EMBER, “for tea” (balance 995)\n")
                .sees("-- Echo paid you 5 EMBER (balance 1,000)\n")
                .types("/balance eMBER")
                .sees("-- 1,000 EMBER\n"),
            false,
            "--as=alice",
            "--with=echo",
            "--wait=1s");
    assertThat(chatted.code).isZero();

    Chatted later = chatAtTerminal("echo", new Typist().types("/help").sees("/balance"));
    assertThat(later.lines())
        .anyMatch(line -> line.matches("\\d\\d:\\d\\d -- You paid Echo 5 EMBER, “for tea”.*"))
        .anyMatch(
            line -> line.matches("\\d\\d:\\d\\d -- Echo paid you 5 EMBER \\(balance 1,000\\)"));
  }

  @Test
  void a_payment_can_be_neither_answered_nor_taken_back() {
    Chatted chatted =
        chat(
            "echo",
            new Typist()
                .types("one")
                .sees("Echo: one")
                .types("/pay 1 ember")
                .sees("Echo paid you 1 EMBER")
                .types("/reply two")
                .sees("-- an answer to Echo's “one”")
                .types("/recall ^2")
                .sees("-- taken back: “one”"));

    assertThat(chatted.output).contains("-- taken back: “one”");
  }

  @Test
  void each_refusal_says_its_reason_and_pays_nothing() {
    Chatted chatted =
        chat(
            "bob",
            new Typist()
                .types("/pay 5 gold")
                .types("/pay 5000.5 ember")
                .types("/pay 0.001 ember")
                .types("/pay 0 ember")
                .types("/pay 1,5 ember")
                .types("/pay 5")
                .types("/pay 1 ember to mallory")
                .types("/pay 1 ember to alice")
                .types("/pay 1 ember " + "x".repeat(201))
                .types("/balance gold")
                .types("/balance ember")
                .sees("-- 1,000 EMBER"));

    assertThat(chatted.lines())
        .anyMatch(line -> line.startsWith("-- there is no asset gold; you have EMBER"))
        .containsSubsequence(
            "-- not paid: EMBER is counted with at most 2 decimals",
            "-- not paid: an amount is more than 0")
        .contains("-- not paid: you have 1,000 EMBER")
        .contains("-- not paid: nobody is called mallory here")
        .contains("-- not paid: nobody pays themselves")
        .contains("-- not paid: a memo has at most 200 characters");
    assertThat(chatted.lines().filter(line -> line.startsWith("-- /pay wants an amount")))
        .hasSize(2);
    assertThat(chatted.code).isEqualTo(1);
  }

  @Test
  void a_payee_who_blocks_the_payer_and_a_retired_asset_are_reasons_too() {
    Asset old = add("OLD");
    issue(old, dev.known("Alice").userId());
    ledger().assets().retire(old.id());
    User carol = registration().person("Carol", KeyKind.ED25519).user();
    var relationships = dev.server().chat().directory().relationships();
    relationships.block(carol.id(), dev.known("Alice").userId());

    Chatted chatted =
        chat(
            "bob",
            new Typist()
                .types("/pay 1 old")
                .sees("-- not paid: OLD is retired")
                .types("/pay 1 ember to " + carol.identityNumber())
                .sees("-- not paid: Carol does not take anything from you")
                .types("/balance old")
                .sees("-- 1,000 OLD"));

    assertThat(chatted.code).isEqualTo(1);
  }

  @Test
  void in_a_group_a_payment_names_its_payee() {
    Chatted chatted =
        run(
            new Typist()
                .types("/pay 1 ember")
                .sees("-- not paid: this is a group: say who gets it, such as /pay 1 ember to NAME")
                .types("/pay 1 ember to ECHO")
                .sees("[Echo] -- You paid Echo 1 EMBER (balance 999)")
                .sees("[Echo] -- Echo paid you 1 EMBER (balance 1,000)"),
            false,
            "--as=alice",
            "--in=Lunch");

    assertThat(chatted.output).contains("(balance 1,000)").contains("(balance 999)");
  }

  @Test
  void only_a_person_is_asked_for_the_pin_and_learns_how_many_attempts_are_left() throws Exception {
    dev.forgetPin("Bob");

    Chatted piped = chatAs("bob", "echo", new Typist().types("/pay 2 ember").sees("-- not paid"));
    Chatted typed =
        run(
            new Typist()
                .types("/pay 2 ember")
                .sees("PIN, to pay Echo 2 EMBER:")
                .types("000000")
                .sees("-- not paid: PIN incorrect. Attempts left within 24 hours: 4.")
                .types("/pay 2 ember")
                .types("12345")
                .sees("-- not paid: a PIN has six digits")
                .types("/pay 2 ember")
                .types("123456")
                .sees("-- Echo paid you 2 EMBER"),
            true,
            "--as=bob",
            "--with=echo");

    assertThat(piped.output).contains("only a person at a terminal is asked");
    assertThat(typed.output).contains("-- You paid Echo 2 EMBER (balance 998)");
  }

  @Test
  void somebody_without_a_pin_chooses_one_with_their_first_payment(@TempDir Path ours)
      throws Exception {
    var dora = registration().person("Dora", KeyKind.ED25519);
    issue(ledger().assets().findBySymbol("EMBER").orElseThrow(), dora.user().id());
    Path file = Files.writeString(ours.resolve("d.json"), dora.keystore().toJson());
    String echo = dev.known("Echo").identityNumber();

    Chatted chatted =
        run(
            ours,
            new Typist()
                .types("/pay 3 ember")
                .sees("You have no PIN yet. Choose six digits, to pay Echo 3 EMBER:")
                .types("111111")
                .sees("The same digits again:")
                .types("222222")
                .sees("-- not paid: these are not the same digits")
                .types("/pay 3 ember")
                .types("111111")
                .types("111111")
                .sees("-- Echo paid you 3 EMBER"),
            true,
            "--keystore=" + file,
            "--server=" + dev.server().api(),
            "--with=" + echo);

    assertThat(chatted.errors).isEmpty();
    assertThat(dev.server().chat().directory().pins().find(dora.user().id())).isPresent();
  }

  @Test
  void echo_keeps_what_a_bot_pays_and_what_is_given_back_to_it() {
    Asset points = add("POINTS");
    UserId bob = dev.known("Bob").userId();
    UserId echo = dev.known("Echo").userId();
    UserId bot = registration().bot("Spender", KeyKind.ED25519, List.of()).user().id();
    issue(points, bot);
    issue(points, bob);
    pay(points, bot, echo, "");
    pay(points, bob, echo, "refund " + TraceId.random());

    // Echo does one thing after the other in a conversation.
    Chatted chatted = chatAs("bob", "echo", new Typist().types("hello").sees("Echo: hello"));

    assertThat(chatted.output).contains("-- You paid Echo 1 POINTS");
    assertThat(ledger().balance(echo, points)).hasToString("2");
  }

  private static Ledger ledger() {
    return dev.server().chat().directory().ledger().orElseThrow();
  }

  private static Registration registration() {
    return new Registration(dev.server().chat().directory().accounts());
  }

  private static Asset add(String symbol) {
    return done(
        ledger().assets().add(AssetId.random(), new NewAsset(symbol, symbol, 0), Optional.empty()));
  }

  private static void issue(Asset asset, UserId user) {
    done(ledger().issue(transfer(asset, user, "1000", "")));
  }

  private static void pay(Asset asset, UserId payer, UserId payee, String memo) {
    done(ledger().transfer(payer, transfer(asset, payee, "1", memo)));
  }

  private static NewTransfer transfer(Asset asset, UserId payee, String amount, String memo) {
    return new NewTransfer(TraceId.random(), asset.id(), payee, new BigDecimal(amount), memo);
  }

  private static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var now) -> now;
      case Outcome.Refused<T> refused -> throw new AssertionError(refused.toString());
    };
  }

  private static Chatted chat(String with, Typist typist) {
    return chatAs("alice", with, typist);
  }

  private static Chatted chatAs(String name, String with, Typist typist) {
    return run(typist, false, "--as", name, "--with", with);
  }

  private static Chatted chatAtTerminal(String with, Typist typist) {
    return run(typist, true, "--as", "alice", "--with", with);
  }

  private static Chatted run(Typist typist, boolean interactive, String... arguments) {
    return run(folder, typist, interactive, arguments);
  }

  /// Ends when the typist does.
  private static Chatted run(Path data, Typist typist, boolean interactive, String... arguments) {
    var err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--data=" + data);
    if (all.stream().noneMatch(argument -> argument.startsWith("--wait"))) {
      all.add("--wait=1ms");
    }
    int code =
        new CommandLine(new ChatCommand(() -> typist.terminal(interactive)))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Chatted(code, typist.shown(), err.toString());
  }

  private record Chatted(int code, String output, String errors) {
    Stream<String> lines() {
      return output.lines();
    }
  }
}
