package dev.hearth.chat.message.action;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.delivery.Acknowledgements;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.id.UserId;
import java.util.List;

/// `ACKNOWLEDGE_MESSAGE_RECEIPT` and `ACKNOWLEDGE_MESSAGE_RECEIPTS`: the session has these
/// messages. Never refused: clients repeat a refused acknowledgement without pause, and some
/// acknowledge all they see, their own messages and receipts too. A user who acknowledges more than
/// their allowance is answered late.
public final class Acknowledging implements Action {
  private final Acknowledgements acknowledgements;
  private final Allowance<UserId> allowance;

  public Acknowledging(Acknowledgements acknowledgements, Allowance<UserId> allowance) {
    this.acknowledgements = acknowledgements;
    this.allowance = allowance;
  }

  @Override
  public void perform(Exchange exchange) {
    var requests = exchange.request().params().acknowledgements();
    var caller = exchange.caller();
    Reply reply = exchange.reply();
    // Charged after it is known to be in memory: this may run a second time.
    var moved =
        acknowledgements.moveCursors(caller.user(), caller.session(), caller.since(), requests);
    switch (charge(caller, requests)) {
      case Charge.Allowed() -> acknowledgements.writeCursors(moved, reply::done);
      case Charge.Refused spent ->
          acknowledgements.writeCursors(moved, () -> reply.pause(spent, reply::done));
    }
  }

  /// Whether the caller may acknowledge this much.
  public Charge charge(Caller caller, List<AcknowledgementRequest> requests) {
    return allowance.charge(caller.user(), Math.max(1, requests.size()));
  }

  /// Acknowledges for the caller's session. May wait for the log.
  ///
  /// @param then runs once it is written
  public void acknowledge(Caller caller, List<AcknowledgementRequest> requests, Runnable then) {
    acknowledgements.acknowledge(caller.user(), caller.session(), caller.since(), requests, then);
  }
}
