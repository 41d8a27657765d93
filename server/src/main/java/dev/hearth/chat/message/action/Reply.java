package dev.hearth.chat.message.action;

import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageView;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// The one answer to one request: exactly one of these is called, once, from any thread. None
/// waits.
public interface Reply {
  void done();

  void done(MessageView view);

  /// @param data writes what came of it, one value; called on the thread that calls this
  void done(Consumer<JsonGenerator> data);

  void refuse(ErrorCode code, Map<String, String> extra);

  default void refuse(ErrorCode code) {
    refuse(code, Map.of());
  }

  /// Says which allowance is used up, after a pause: some clients repeat at once what is refused.
  void refuse(Charge.Refused spent);

  default void refuse(Refusal refusal) {
    refusal.spent().ifPresentOrElse(this::refuse, () -> refuse(refusal.code(), refusal.extra()));
  }

  /// Has `then` run after a pause, on a thread that must not wait: for requests that use up an
  /// allowance and may not be refused, since clients would repeat them without end.
  void pause(Charge.Refused spent, Runnable then);
}
