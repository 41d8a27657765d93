package dev.hearth.sdk;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Payload;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// Something that a [HearthBot] was paid, and the ways to answer: with a message, or by giving it
/// back. It may be kept, and answered later and from any thread.
public final class Payment {
  private final HearthBot bot;
  private final Said<? extends Payload> said;
  private final Snapshot snapshot;
  private final UserId payer;
  private final TraceId trace;

  private Payment(
      HearthBot bot, Said<? extends Payload> said, Snapshot snapshot, UserId payer, TraceId trace) {
    this.bot = bot;
    this.said = said;
    this.snapshot = snapshot;
    this.payer = payer;
    this.trace = trace;
  }

  /// Empty when the bot was not paid by somebody who could get it back.
  static Optional<Payment> find(HearthBot bot, Said<? extends Payload> said) {
    return Snapshot.find(said.content())
        .filter(snapshot -> snapshot.amount().signum() > 0)
        .flatMap(snapshot ->
            snapshot
                .opponent()
                .flatMap(payer ->
                    snapshot.trace().map(trace -> new Payment(bot, said, snapshot, payer, trace))));
  }

  /// The person or the bot that has paid.
  public UserId payer() {
    return payer;
  }

  /// Look at it before anything is given for a payment: everybody can be paid in any asset.
  public AssetId asset() {
    return snapshot.asset();
  }

  /// More than 0. Compare it with `compareTo`: for `equals`, 1.5 and 1.50 are two numbers.
  public BigDecimal amount() {
    return snapshot.amount();
  }

  /// The payer's note, up to 200 characters of any kind on a Hearth server; "" for nothing.
  public String memo() {
    return snapshot.memo();
  }

  /// The payer's id for it, which no other payment has. A payment that comes again comes under the
  /// same trace: with it, a bot that keeps a list of what it has sold knows it.
  public TraceId trace() {
    return trace;
  }

  /// All that is known of it, such as the bot's balance after it.
  public Snapshot snapshot() {
    return snapshot;
  }

  /// The message that told the bot of it: the conversation with the payer, and the payer's name.
  public Said<? extends Payload> said() {
    return said;
  }

  /// Says a text to the payer; see [Said#reply(Payload.Sendable)].
  public Sent reply(String text) throws InterruptedException {
    return said.reply(text);
  }

  /// Says something to the payer. As the first reply to a payment always has the same id, what is
  /// sold this way is delivered once, also when the payment comes again; see
  /// [Said#reply(Payload.Sendable)].
  public Sent reply(Payload.Sendable payload) throws InterruptedException {
    return said.reply(payload);
  }

  /// Gives all of it back. See [#refund(BigDecimal)].
  public Snapshot refund() throws InterruptedException {
    return refund(amount());
  }

  /// Gives a part back, such as the change; waits until the server has answered.
  ///
  /// One transfer is made for a payment: its trace follows from the payment's. If the payment comes
  /// again, or this is called again, the answer is the first one, and nothing more is given back.
  /// Two bots that give back everything would pay each other forever: `said().author().bot()` tells
  /// a bot from a person.
  ///
  /// @param part more than 0, and at most [#amount]
  /// @throws IllegalArgumentException when it is not
  /// @throws HearthException with code 10002 when another part was given back before, and as
  ///   [HearthBot#pay] throws it
  /// @throws IllegalStateException when the bot has [no PIN][HearthBot#withPin]
  public Snapshot refund(BigDecimal part) throws InterruptedException {
    if (part.signum() <= 0 || part.compareTo(amount()) > 0) {
      throw new IllegalArgumentException("of " + amount() + ", " + part + " can't be given back");
    }
    return bot.pay(
        Transfer.of(asset(), payer, part).withTrace(refundTrace()).withMemo("refund " + trace));
  }

  /// Made of nothing but the payment's trace, which only its parties know: a bot that has another
  /// session in the meantime gives nothing back twice either.
  private TraceId refundTrace() {
    String name = "hearth refund of " + trace;
    return new TraceId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }
}
