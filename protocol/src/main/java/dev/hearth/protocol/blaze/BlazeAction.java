package dev.hearth.protocol.blaze;

import java.util.Set;

/// The names of the actions, as envelopes carry them. The set is open: an unknown one is answered.
public final class BlazeAction {
  public static final String LIST_PENDING_MESSAGES = "LIST_PENDING_MESSAGES";
  public static final String CREATE_MESSAGE = "CREATE_MESSAGE";
  public static final String CREATE_PLAIN_MESSAGES = "CREATE_PLAIN_MESSAGES";
  public static final String CREATE_CALL = "CREATE_CALL";
  public static final String CREATE_KRAKEN = "CREATE_KRAKEN";
  public static final String LIST_KRAKEN_PEERS = "LIST_KRAKEN_PEERS";
  public static final String ACKNOWLEDGE_MESSAGE_RECEIPT = "ACKNOWLEDGE_MESSAGE_RECEIPT";
  public static final String ACKNOWLEDGE_MESSAGE_RECEIPTS = "ACKNOWLEDGE_MESSAGE_RECEIPTS";
  public static final String SYNC_SIGNAL_KEYS = "SYNC_SIGNAL_KEYS";
  public static final String COUNT_SIGNAL_KEYS = "COUNT_SIGNAL_KEYS";
  public static final String CONSUME_SESSION_SIGNAL_KEYS = "CONSUME_SESSION_SIGNAL_KEYS";
  public static final String CREATE_SIGNAL_KEY_MESSAGES = "CREATE_SIGNAL_KEY_MESSAGES";
  public static final String PING = "PING";

  /// Four actions of 2018, by which phones of that time tell a linked desktop. They are answered,
  /// and do nothing: today's desktops have sessions of their own.
  public static final String CREATE_SESSION_MESSAGE = "CREATE_SESSION_MESSAGE";

  public static final String CREATE_SESSION_SYNC_MESSAGES = "CREATE_SESSION_SYNC_MESSAGES";
  public static final String ACKNOWLEDGE_SESSION_MESSAGE_RECEIPTS =
      "ACKNOWLEDGE_SESSION_MESSAGE_RECEIPTS";
  public static final String ACKNOWLEDGE_DESKTOP_MESSAGE_RECEIPTS =
      "ACKNOWLEDGE_DESKTOP_MESSAGE_RECEIPTS";

  /// The action of a frame that answers no request: something is wrong with the connection.
  public static final String ERROR = "ERROR";

  /// All of them.
  public static final Set<String> ALL =
      Set.of(
          LIST_PENDING_MESSAGES,
          CREATE_MESSAGE,
          CREATE_PLAIN_MESSAGES,
          CREATE_CALL,
          CREATE_KRAKEN,
          LIST_KRAKEN_PEERS,
          ACKNOWLEDGE_MESSAGE_RECEIPT,
          ACKNOWLEDGE_MESSAGE_RECEIPTS,
          SYNC_SIGNAL_KEYS,
          COUNT_SIGNAL_KEYS,
          CONSUME_SESSION_SIGNAL_KEYS,
          CREATE_SIGNAL_KEY_MESSAGES,
          PING,
          CREATE_SESSION_MESSAGE,
          CREATE_SESSION_SYNC_MESSAGES,
          ACKNOWLEDGE_SESSION_MESSAGE_RECEIPTS,
          ACKNOWLEDGE_DESKTOP_MESSAGE_RECEIPTS,
          ERROR);

  private BlazeAction() {}
}
