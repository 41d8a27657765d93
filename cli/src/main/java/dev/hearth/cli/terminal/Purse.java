package dev.hearth.cli.terminal;

import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.sdk.Asset;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Holding;
import dev.hearth.sdk.Transfer;
import dev.hearth.sdk.User;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Shows how much this user has of each asset of the server's ledger, and pays others. A payment is
/// shown when the server tells its two parties of it.
///
/// The thread that reads entries prepares a payment; another one makes it.
final class Purse {
  private static final Duration RECONNECTED_WITHIN = Duration.ofSeconds(20);
  private static final int LONGEST_MEMO = 200;
  private static final String SYMBOL = "[A-Za-z0-9]{1,16}";
  private static final String PIN = "[0-9]{6}";
  private static final String NO_LEDGER = "this server has no ledger (ledger.enabled)";

  private final HearthClient client;
  private final Names names;
  private final Terminal terminal;
  private final Screen screen;
  private volatile Optional<String> known;

  /// A payment that can be made.
  record PreparedPayment(Asset asset, User payee, Transfer transfer, String pin) {
    /// Without the PIN.
    @Override
    public String toString() {
      return transfer.toString();
    }
  }

  /// @param pin of this user, where it is known
  Purse(HearthClient client, Names names, Terminal terminal, Optional<String> pin) {
    this.client = client;
    this.names = names;
    this.terminal = terminal;
    this.screen = terminal.screen();
    this.known = pin;
  }

  // Paying

  /// Finds what is to be paid to whom, and asks a person for the PIN.
  ///
  /// @return empty when it can't be paid; the reason is on the screen
  Optional<PreparedPayment> prepare(ChatLine.Pay wanted, ChatRoom room) throws IOException {
    Optional<Asset> asset = findAsset(wanted.asset());
    Optional<User> payee = asset.flatMap(_ -> findPayee(wanted, room));
    if (payee.isEmpty() || isRefused(wanted, asset.get())) {
      return Optional.empty();
    }
    var transfer =
        Transfer.of(asset.get().id(), payee.get().id(), wanted.amount()).withMemo(wanted.memo());
    return pin("pay %s %s".formatted(nameOf(payee.get()), text(wanted.amount(), asset.get())))
        .map(pin -> new PreparedPayment(asset.get(), payee.get(), transfer, pin));
  }

  private Optional<User> findPayee(ChatLine.Pay wanted, ChatRoom room) {
    if (wanted.payee().isEmpty() && room.contact().isEmpty()) {
      return notPaid(
          "this is a group: say who gets it, such as /pay %s %s to NAME"
              .formatted(wanted.amount().toPlainString(), wanted.asset()));
    }
    Optional<User> payee =
        wanted.payee().isPresent()
            ? called(wanted.payee().get(), room)
            : room.contact().flatMap(client.api()::findUser);
    return payee.isPresent() && payee.get().id().equals(client.user())
        ? notPaid("nobody pays themselves")
        : payee;
  }

  /// A member of the group, or somebody whom this user knows.
  private Optional<User> called(String name, ChatRoom room) {
    List<User> here = room.membersCalled(name, client);
    List<User> found = here.isEmpty() ? names.called(name) : here;
    return found.size() == 1 ? Optional.of(found.getFirst()) : notPaid(Names.notOne(name, found));
  }

  private boolean isRefused(ChatLine.Pay wanted, Asset asset) {
    Optional<String> why = Optional.empty();
    if (wanted.amount().signum() == 0) {
      why = Optional.of("an amount is more than 0");
    } else if (wanted.amount().stripTrailingZeros().scale() > asset.precision()) {
      why = Optional.of(tooFine(asset));
    } else if (wanted.memo().codePointCount(0, wanted.memo().length()) > LONGEST_MEMO) {
      why = Optional.of("a memo has at most " + LONGEST_MEMO + " characters");
    }
    why.ifPresent(this::notPaid);
    return why.isPresent();
  }

  private static String tooFine(Asset asset) {
    return asset.precision() == 0
        ? asset.symbol() + " is counted without decimals"
        : "%s is counted with at most %s decimals".formatted(asset.symbol(), asset.precision());
  }

  /// @param purpose such as `pay Bob 5 EMBER`
  private Optional<String> pin(String purpose) throws IOException {
    if (known.isPresent()) {
      return known;
    }
    if (!terminal.interactive()) {
      return notPaid("it takes the PIN, for which only a person at a terminal is asked");
    }
    return client.api().hasPin()
        ? ask("PIN, to " + purpose + ": ")
        : first("You have no PIN yet. Choose six digits, to " + purpose + ": ");
  }

  private Optional<String> ask(String prompt) throws IOException {
    Optional<String> typed = terminal.readSecret(prompt).map(String::strip);
    if (typed.isEmpty() || typed.get().isEmpty()) {
      return notPaid("no PIN was typed");
    }
    return typed.get().matches(PIN) ? typed : notPaid("a PIN has six digits");
  }

  private Optional<String> first(String prompt) throws IOException {
    Optional<String> chosen = ask(prompt);
    if (chosen.isEmpty()) {
      return chosen;
    }
    if (!ask("The same digits again: ").equals(chosen)) {
      return notPaid("these are not the same digits");
    }
    client.api().setPin(chosen.get());
    return chosen;
  }

  /// @return whether it was paid
  boolean pay(PreparedPayment payment) throws InterruptedException {
    try {
      pay(payment.transfer(), payment.pin());
      return true;
    } catch (HearthException e) {
      if (e.isFinal()) {
        throw e;
      }
      notPaid(why(e, payment));
      return false;
    } catch (IllegalArgumentException unfit) {
      notPaid(String.valueOf(unfit.getMessage()));
      return false;
    }
  }

  private void pay(Transfer transfer, String pin) throws InterruptedException {
    try {
      client.api().pay(transfer, pin);
    } catch (HearthException e) {
      if (e.reason() != HearthException.Reason.UNREACHABLE) {
        throw e;
      }
      // Perhaps it was made, and only the answer got lost: under one trace, it is made once.
      client.awaitConnected(RECONNECTED_WITHIN);
      client.api().pay(transfer, pin);
    }
  }

  private String why(HearthException e, PreparedPayment payment) {
    Asset asset = payment.asset();
    if (e.reason() == HearthException.Reason.UNREACHABLE) {
      return "perhaps, for the server does not answer; /balance shows it later";
    }
    if (e.code() == ErrorCode.BALANCE_TOO_LOW.code()) {
      return "you have " + client.api().findHolding(asset.id()).map(Purse::text).orElse("less");
    }
    if (e.code() == ErrorCode.AMOUNT_TOO_SMALL.code()) {
      return tooFine(asset);
    }
    if (e.code() == ErrorCode.PIN_WRONG.code()) {
      known = Optional.empty();
    }
    if (e.code() == ErrorCode.FORBIDDEN.code()) {
      return isRetired(asset)
          ? asset.symbol() + " is retired: nobody can pay with it any more"
          : nameOf(payment.payee()) + " does not take anything from you";
    }
    if (e.code() == ErrorCode.TOO_MANY_REQUESTS.code() && e.retryAfter().isEmpty()) {
      return "there were too many wrong PINs within 24 hours: try again later";
    }
    return MessageLine.harmless(e.description());
  }

  private boolean isRetired(Asset asset) {
    return client.api().findAssets(asset.symbol()).stream().noneMatch(asset::equals);
  }

  private <T> Optional<T> notPaid(String why) {
    screen.line("-- not paid: " + why);
    return Optional.empty();
  }

  // Looking

  /// Shows how much this user has: of one asset, or of all.
  ///
  /// @return whether there was something to show
  boolean show(Optional<String> symbol) {
    List<Holding> shown =
        symbol.isPresent()
            ? findAsset(symbol.get()).flatMap(it -> client.api().findHolding(it.id())).stream()
                .toList()
            : client.api().holdings();
    shown.forEach(holding -> screen.line("-- " + text(holding)));
    if (symbol.isEmpty() && shown.isEmpty()) {
      screen.line("-- " + (offered("A").isPresent() ? "you have nothing yet" : NO_LEDGER));
    }
    return !shown.isEmpty();
  }

  /// The asset of this symbol, in either case; says so when there is no such asset.
  private Optional<Asset> findAsset(String symbol) {
    // Those that are retired are not among the offered ones.
    List<Asset> own = client.api().holdings().stream().map(Holding::asset).toList();
    Optional<Asset> found = called(symbol, own);
    if (found.isPresent()) {
      return found;
    }
    Optional<List<Asset>> offered = offered(symbol.matches(SYMBOL) ? symbol : "A");
    found = offered.flatMap(assets -> called(symbol, assets));
    if (found.isEmpty()) {
      screen.line("-- " + (offered.isPresent() ? noAsset(symbol, own) : NO_LEDGER));
    }
    return found;
  }

  private static Optional<Asset> called(String symbol, List<Asset> assets) {
    return assets.stream().filter(asset -> asset.symbol().equalsIgnoreCase(symbol)).findFirst();
  }

  private static String noAsset(String symbol, List<Asset> own) {
    String symbols = own.stream().map(Asset::symbol).collect(Collectors.joining(", "));
    return "there is no asset "
        + MessageLine.harmless(symbol)
        + (own.isEmpty() ? "" : "; you have " + MessageLine.harmless(symbols));
  }

  /// The assets with this text in their symbol or name; empty when the server has no ledger.
  private Optional<List<Asset>> offered(String text) {
    try {
      return Optional.of(client.api().findAssets(text));
    } catch (HearthException e) {
      if (e.code() == ErrorCode.NOT_FOUND.code()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String text(Holding holding) {
    return text(holding.balance(), holding.asset());
  }

  private static String text(BigDecimal amount, Asset asset) {
    return MessageLine.amount(amount) + " " + MessageLine.harmless(asset.symbol());
  }

  private static String nameOf(User user) {
    return MessageLine.harmless(user.name());
  }
}
