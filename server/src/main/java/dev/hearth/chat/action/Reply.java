package dev.hearth.chat.action;

import dev.hearth.protocol.ErrorCode;
import dev.hearth.protocol.MessageView;
import java.util.Map;

/// The one answer to one request: exactly one of these is called, once, from any thread. None
/// waits.
public interface Reply {
  void done();

  void done(MessageView view);

  void refuse(ErrorCode code, Map<String, String> extra);

  default void refuse(ErrorCode code) {
    refuse(code, Map.of());
  }
}
