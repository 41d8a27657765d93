package dev.hearth.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The latest frame of the server, parsed only as far as needed. Reused for the next frame; for one
/// thread.
///
/// It searches for keys with their quotes and colon. Inside a JSON string a quote is escaped, so a
/// match is always a key. The names tell keys of the envelope from keys of the data: `id`, `action`
/// and `error` occur in the envelope only, `message_id`, `status` and a `data` that is a string in
/// the data only.
final class Inbound {
  enum Action {
    CREATE_MESSAGE,
    ACKNOWLEDGE_MESSAGE_RECEIPT,
    ACKNOWLEDGE_MESSAGE_RECEIPTS,
    LIST_PENDING_MESSAGES,
    SYNC_SIGNAL_KEYS,
    CONSUME_SESSION_SIGNAL_KEYS,
    OTHER
  }

  private static final Action[] ACTIONS = Action.values();
  private static final byte[][] NAMES = names();
  private static final byte[] ID = ascii("\"id\":\"");
  private static final byte[] ACTION = ascii("\"action\":\"");
  private static final byte[] ERROR = ascii("\"error\":{");
  private static final byte[] MESSAGE_ID = ascii("\"message_id\":\"");
  private static final byte[] DATA = ascii("\"data\":\"");
  private static final byte[] ONE_TIME_KEY = ascii("\"one_time_pre_key\":");
  private static final byte[] PUBLIC_KEY = ascii("\"pub_key\":\"");

  private final Ids ids;
  private final Gunzipped content = new Gunzipped();
  private Action action = Action.OTHER;
  private int id;
  private int message;

  Inbound(Ids ids) {
    this.ids = ids;
  }

  void read(byte[] frame, int offset, int length) {
    content.read(frame, offset, length);
    id = valueOf(ID);
    action = action(valueOf(ACTION));
    message = -1;
    if (id < 0 || action == Action.OTHER) {
      throw new Violation("unexpected frame: " + text());
    }
    if (isReply() && find(ERROR, 0) >= 0) {
      throw new Violation("refused: " + text());
    }
  }

  Action action() {
    return action;
  }

  /// Whether it answers a request of ours; otherwise it is a push.
  boolean isReply() {
    return ids.isOurs(content.bytes(), id);
  }

  /// The decoded id of the request that this frame answers.
  long request() {
    return Ids.read(content.bytes(), id);
  }

  /// Whether the message it carries, or is about, was sent by this run.
  boolean isOurMessage() {
    return ids.isOurs(content.bytes(), messageAt());
  }

  /// The decoded id of the message.
  long message() {
    return Ids.read(content.bytes(), messageAt());
  }

  String messageId() {
    return new String(content.bytes(), messageAt(), Ids.LENGTH, StandardCharsets.US_ASCII);
  }

  /// Whether `data` holds exactly these characters.
  boolean hasData(byte[] expected) {
    int at = valueOf(DATA);
    return at >= 0
        && at + expected.length < content.length()
        && content.bytes()[at + expected.length] == '"'
        && Arrays.equals(content.bytes(), at, at + expected.length, expected, 0, expected.length);
  }

  /// The one-time key in the frame, in base64; "" when it has none.
  String oneTimeKey() {
    int object = valueOf(ONE_TIME_KEY);
    int at = object < 0 ? -1 : find(PUBLIC_KEY, object);
    if (at < 0) {
      return "";
    }
    int from = at + PUBLIC_KEY.length;
    int to = from;
    while (content.bytes()[to] != '"') {
      to++;
    }
    return new String(content.bytes(), from, to - from, StandardCharsets.US_ASCII);
  }

  String text() {
    return new String(content.bytes(), 0, content.length(), StandardCharsets.US_ASCII);
  }

  private int messageAt() {
    if (message < 0) {
      message = valueOf(MESSAGE_ID);
      if (message < 0 || message + Ids.LENGTH > content.length()) {
        throw new Violation("a frame without a message id: " + text());
      }
    }
    return message;
  }

  private static Action action(byte[] from, int at) {
    for (int i = 0; i < NAMES.length; i++) {
      byte[] name = NAMES[i];
      if (at + name.length <= from.length
          && Arrays.equals(from, at, at + name.length, name, 0, name.length)) {
        return ACTIONS[i];
      }
    }
    return Action.OTHER;
  }

  private Action action(int at) {
    return at < 0 ? Action.OTHER : action(content.bytes(), at);
  }

  /// Where the value of `key` begins; -1 when the frame doesn't have the key.
  private int valueOf(byte[] key) {
    int at = find(key, 0);
    return at < 0 ? -1 : at + key.length;
  }

  private int find(byte[] key, int from) {
    byte[] in = content.bytes();
    int last = content.length() - key.length;
    for (int i = from; i <= last; i++) {
      // The second character tells more than the first, which is always a quote.
      if (in[i + 1] == key[1]
          && in[i] == key[0]
          && Arrays.equals(in, i, i + key.length, key, 0, key.length)) {
        return i;
      }
    }
    return -1;
  }

  private static byte[][] names() {
    return Arrays.stream(ACTIONS).map(action -> ascii(action.name() + "\"")).toArray(byte[][]::new);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
