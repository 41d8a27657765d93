package dev.hearth.chat.message.action;

import static java.util.Map.entry;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.sql.Bill;
import dev.hearth.protocol.blaze.BlazeAction;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;
import java.util.HashMap;
import java.util.Map;

/// All actions, by the name a client gives. Any thread may call it.
public final class Actions {
  private static final Action UNKNOWN =
      new Refused(Refusal.of(ErrorCode.NOT_FOUND, "There is no action of this name."));

  /// Calls of a group need a server that mixes them. Apps end such a call on 403; on any other code
  /// they would ask again every second.
  private static final Action NOT_HERE =
      new Refused(Refusal.of(ErrorCode.FORBIDDEN, "Hearth does not serve calls of groups."));

  /// Keys are only in the database.
  private static final Action NOT_IN_MEMORY =
      _ -> {
        throw NotInMemory.SIGNAL;
      };

  private final Map<String, Action> byName;

  private Actions(
      Sending sending,
      Acknowledging acknowledging,
      Listing listing,
      KeyHandover handover,
      Map<String, Action> ofKeys) {
    byName =
        new HashMap<>(
            Map.ofEntries(
                entry(BlazeAction.CREATE_MESSAGE, new CreateMessage(sending, Means.MESSAGE)),
                entry(BlazeAction.CREATE_PLAIN_MESSAGES, new CreatePlainMessages(sending)),
                entry(BlazeAction.CREATE_CALL, new CreateMessage(sending, Means.CALL)),
                entry(BlazeAction.CREATE_KRAKEN, NOT_HERE),
                entry(BlazeAction.LIST_KRAKEN_PEERS, NOT_HERE),
                entry(
                    BlazeAction.CREATE_SIGNAL_KEY_MESSAGES, new CreateSignalKeyMessages(handover)),
                entry(BlazeAction.ACKNOWLEDGE_MESSAGE_RECEIPT, acknowledging),
                entry(BlazeAction.ACKNOWLEDGE_MESSAGE_RECEIPTS, acknowledging),
                entry(BlazeAction.LIST_PENDING_MESSAGES, listing),
                entry(BlazeAction.CREATE_SESSION_MESSAGE, new Answered()),
                entry(BlazeAction.CREATE_SESSION_SYNC_MESSAGES, new Answered()),
                entry(BlazeAction.ACKNOWLEDGE_SESSION_MESSAGE_RECEIPTS, new Answered()),
                entry(BlazeAction.ACKNOWLEDGE_DESKTOP_MESSAGE_RECEIPTS, new Answered()),
                entry(BlazeAction.PING, new Answered())));
    byName.putAll(ofKeys);
  }

  /// All actions, as a thread that may wait performs them.
  ///
  /// @param changes by user, for those actions that write to the directory
  public static Actions waiting(
      Sending sending,
      Acknowledging acknowledging,
      Listing listing,
      KeyHandover handover,
      SignalKeys keys,
      Allowance<UserId> changes) {
    return new Actions(
        sending,
        acknowledging,
        listing,
        handover,
        Map.of(
            BlazeAction.SYNC_SIGNAL_KEYS, new Billed(new SyncSignalKeys(keys), changes),
            BlazeAction.COUNT_SIGNAL_KEYS, new CountSignalKeys(keys),
            BlazeAction.CONSUME_SESSION_SIGNAL_KEYS,
                new Billed(new ConsumeSignalKeys(keys), changes)));
  }

  /// The same actions for a thread that never waits. All that they are made of is in memory, and
  /// none of them can reach a database.
  public static Actions inMemory(
      Sending sending, Acknowledging acknowledging, Listing listing, KeyHandover handover) {
    return new Actions(
        sending,
        acknowledging,
        listing,
        handover,
        Map.of(
            BlazeAction.SYNC_SIGNAL_KEYS, NOT_IN_MEMORY,
            BlazeAction.COUNT_SIGNAL_KEYS, NOT_IN_MEMORY,
            BlazeAction.CONSUME_SESSION_SIGNAL_KEYS, NOT_IN_MEMORY));
  }

  /// The action of that name; for an unknown name, an action that refuses.
  public Action named(String name) {
    return byName.getOrDefault(name, UNKNOWN);
  }

  private record Refused(Refusal refusal) implements Action {
    @Override
    public void perform(Exchange exchange) {
      exchange.reply().refuse(refusal);
    }
  }

  /// An action that writes to the directory, which its caller pays for.
  private record Billed(Action action, Allowance<UserId> changes) implements Action {
    @Override
    public void perform(Exchange exchange) {
      var _ =
          new Bill<>(changes, exchange.caller().user())
              .payFor(() -> {
                action.perform(exchange);
                return Boolean.TRUE;
              });
    }
  }

  /// Does nothing but answer.
  private record Answered() implements Action {
    @Override
    public void perform(Exchange exchange) {
      exchange.reply().done();
    }
  }
}
