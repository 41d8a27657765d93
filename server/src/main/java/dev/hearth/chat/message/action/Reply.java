package dev.hearth.chat.message.action;

import dev.hearth.chat.Refusal;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.MessageView;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// The one answer to one request: exactly one of these is called, once, from any thread. None
/// waits.
public interface Reply {
  void done();

  void done(MessageView view);

  /// @param data writes what came of it, one value; called on the thread that calls this
  void done(Consumer<JsonGenerator> data);

  /// Where an allowance is used up, the client hears so after a pause: some repeat at once what is
  /// refused.
  void refuse(Refusal refusal);

  /// Has `then` run after a pause, on a thread that must not wait: for requests that use up an
  /// allowance and may not be refused, since clients would repeat them without end.
  void pause(Charge.Refused spent, Runnable then);
}
