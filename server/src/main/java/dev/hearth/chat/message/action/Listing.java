package dev.hearth.chat.message.action;

import dev.hearth.chat.message.delivery.Delivery;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.SessionId;

/// `LIST_PENDING_MESSAGES`: the session is ready; push what it missed, then what comes. The answer
/// goes first, for some clients hold everything back until they have it.
public final class Listing implements Action {
  private final Delivery delivery;
  private final Allowance<SessionId> allowance;

  public Listing(Delivery delivery, Allowance<SessionId> allowance) {
    this.delivery = delivery;
    this.allowance = allowance;
  }

  @Override
  public void perform(Exchange exchange) {
    switch (allowance.charge(exchange.caller().session(), 1)) {
      case Charge.Allowed() -> list(exchange);
      // Not refused: clients would take the connection for broken, come back and ask again.
      case Charge.Refused spent -> exchange.reply().pause(spent, () -> list(exchange));
    }
  }

  private void list(Exchange exchange) {
    exchange.reply().done();
    long from =
        exchange
            .request()
            .params()
            .offset()
            .flatMap(WireTime::parse)
            .map(delivery::clampOffset)
            .orElse(0L);
    exchange.feed().listPending(from);
  }
}
