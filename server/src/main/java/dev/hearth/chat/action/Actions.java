package dev.hearth.chat.action;

import dev.hearth.protocol.BlazeAction;
import dev.hearth.protocol.ErrorCode;
import java.util.Map;

/// All actions, by the name a client gives. Any thread may call it.
public final class Actions {
  private static final Action UNKNOWN = new Refused(ErrorCode.NOT_FOUND);

  /// Calls of a group need a server that mixes them. Apps end such a call on 403; on any other code
  /// they would ask again every second.
  private static final Action NOT_HERE = new Refused(ErrorCode.FORBIDDEN);

  private final Map<String, Action> byName;

  public Actions(Sending sending, Acknowledging acknowledging, Listing listing) {
    byName =
        Map.of(
            BlazeAction.CREATE_MESSAGE,
            new CreateMessage(sending, Means.MESSAGE),
            BlazeAction.CREATE_PLAIN_MESSAGES,
            new CreatePlainMessages(sending),
            BlazeAction.CREATE_CALL,
            new CreateMessage(sending, Means.CALL),
            BlazeAction.CREATE_KRAKEN,
            NOT_HERE,
            BlazeAction.LIST_KRAKEN_PEERS,
            NOT_HERE,
            BlazeAction.ACKNOWLEDGE_MESSAGE_RECEIPT,
            acknowledging,
            BlazeAction.ACKNOWLEDGE_MESSAGE_RECEIPTS,
            acknowledging,
            BlazeAction.LIST_PENDING_MESSAGES,
            listing,
            BlazeAction.PING,
            new Ping());
  }

  /// The action of that name; one that refuses when there is none.
  public Action named(String name) {
    return byName.getOrDefault(name, UNKNOWN);
  }

  private record Refused(ErrorCode code) implements Action {
    @Override
    public boolean mayWait(Exchange exchange) {
      return false;
    }

    @Override
    public void perform(Exchange exchange) {
      exchange.reply().refuse(code);
    }
  }

  private record Ping() implements Action {
    @Override
    public boolean mayWait(Exchange exchange) {
      return false;
    }

    @Override
    public void perform(Exchange exchange) {
      exchange.reply().done();
    }
  }
}
