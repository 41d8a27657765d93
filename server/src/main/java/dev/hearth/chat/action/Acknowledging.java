package dev.hearth.chat.action;

import dev.hearth.chat.account.Caller;
import dev.hearth.chat.delivery.Acknowledgements;
import dev.hearth.protocol.AcknowledgementRequest;
import java.util.List;

/// `ACKNOWLEDGE_MESSAGE_RECEIPT` and `ACKNOWLEDGE_MESSAGE_RECEIPTS`: the session has these
/// messages. Never refused: clients repeat a refused acknowledgement without pause, and some
/// acknowledge all they see, their own messages and receipts too.
public final class Acknowledging implements Action {
  private final Acknowledgements acknowledgements;

  public Acknowledging(Acknowledgements acknowledgements) {
    this.acknowledgements = acknowledgements;
  }

  @Override
  public boolean mayWait(Exchange exchange) {
    return !acknowledgements.atHand(
        exchange.caller().session(), exchange.request().params().acknowledgements());
  }

  @Override
  public void perform(Exchange exchange) {
    acknowledge(
        exchange.caller(), exchange.request().params().acknowledgements(), exchange.reply()::done);
  }

  /// Acknowledges for the caller's session. May wait for the log.
  ///
  /// @param then runs once it is written
  public void acknowledge(Caller caller, List<AcknowledgementRequest> words, Runnable then) {
    acknowledgements.acknowledge(caller.user(), caller.session(), caller.since(), words, then);
  }
}
