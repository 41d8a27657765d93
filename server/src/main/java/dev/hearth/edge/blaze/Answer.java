package dev.hearth.edge.blaze;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.message.action.Reply;
import dev.hearth.platform.limits.AllowanceSpent;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.protocol.blaze.BlazeFrames;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/// The one reply to one request. Any thread may give it; a second one is not sent, since some
/// clients end the connection when they get it.
final class Answer implements Reply {
  private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
  private static final VarHandle GIVEN;

  static {
    try {
      GIVEN = MethodHandles.lookup().findVarHandle(Answer.class, "given", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Connection connection;
  private final String id;
  private final String action;
  private final int bytes;

  @SuppressWarnings("UnusedVariable") // used through GIVEN
  private volatile boolean given;

  /// @param bytes what the request holds while it is not answered, where that is much
  Answer(Connection connection, String id, String action, int bytes) {
    this.connection = connection;
    this.bytes = bytes;
    this.id = id;
    this.action = action;
  }

  @Override
  public void done() {
    if (claim()) {
      connection.answer(BlazeFrames.reply(id, action), bytes);
    }
  }

  @Override
  public void done(MessageView view) {
    if (claim()) {
      connection.answer(BlazeFrames.reply(id, action, view), bytes);
    }
  }

  @Override
  public void done(Consumer<JsonGenerator> data) {
    if (claim()) {
      connection.answer(BlazeFrames.reply(id, action, data), bytes);
    }
  }

  @Override
  public void refuse(Refusal refusal) {
    if (claim()) {
      sendRefusal(refusal);
    }
  }

  /// A bot re-sends a message at once, forever, when it is refused with any code but 403.
  private Refusal asItsClientTakesIt(Refusal refusal) {
    return connection.isBot() && refusal.code() == ErrorCode.INVALID_FIELD
        ? refusal.as(ErrorCode.FORBIDDEN)
        : refusal;
  }

  private void sendRefusal(Refusal why) {
    Refusal refusal = asItsClientTakesIt(why);
    connection.write(action, refusal);
    var code = refusal.code();
    byte[] json = BlazeFrames.error(id, action, code, refusal.description(), refusal.extra());
    refusal
        .findSpent()
        .ifPresentOrElse(
            spent -> connection.refuse(json, bytes, spent.pause()),
            () -> connection.refuse(json, bytes));
  }

  @Override
  public void pause(Charge.Refused spent, Runnable then) {
    connection.later(spent.pause(), then);
  }

  /// Performing the request ended in a fault; it is answered if it isn't yet.
  void fail(Throwable fault) {
    if (fault instanceof DiskFull) {
      refuseFullDisk();
      return;
    }
    if (fault instanceof AllowanceSpent spent) {
      refuse(Refusal.spent(spent.spent()));
      return;
    }
    // The one place where faults of actions are logged. An action that could fault is one of ours,
    // so its name is not the client's text.
    LOG.error("{} failed for {}", action, connection, LoggedFault.of(fault));
    if ((boolean) GIVEN.compareAndSet(this, false, true)) {
      sendRefusal(Refusal.of(ErrorCode.BLAZE_SERVER, "The server failed; its log has the cause."));
    }
  }

  /// Not logged: the round that looks at the disk did so, once.
  private void refuseFullDisk() {
    if ((boolean) GIVEN.compareAndSet(this, false, true)) {
      sendRefusal(Refusal.noRoom(ErrorCode.BLAZE_SERVER));
    }
  }

  private boolean claim() {
    boolean first = GIVEN.compareAndSet(this, false, true);
    if (!first) {
      LOG.error("{} was answered twice for {}", action, connection, new IllegalStateException());
    }
    return first;
  }
}
