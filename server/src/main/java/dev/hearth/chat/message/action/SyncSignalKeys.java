package dev.hearth.chat.message.action;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.key.PreKeyUpload.ParsedUpload;

/// `SYNC_SIGNAL_KEYS`: a device leaves keys for those who want to write to it.
final class SyncSignalKeys implements Action {
  private final SignalKeys keys;

  SyncSignalKeys(SignalKeys keys) {
    this.keys = keys;
  }

  @Override
  public void perform(Exchange exchange) {
    var reply = exchange.reply();
    if (exchange.caller().bot()) {
      reply.refuse(ErrorCode.FORBIDDEN);
      return;
    }
    switch (exchange.request().params().keys().orElse(new ParsedUpload.Invalid("keys"))) {
      case ParsedUpload.Invalid(var field) -> reply.refuse(Refusal.invalid(field));
      case ParsedUpload.Upload(var upload) -> {
        switch (keys.leave(exchange.caller(), upload)) {
          case KEPT -> reply.done();
          case NOT_SIGNED -> reply.refuse(Refusal.invalid("signed_pre_key"));
          case OTHER_IDENTITY -> reply.refuse(ErrorCode.FORBIDDEN);
          case SIGNED_OUT -> reply.refuse(ErrorCode.UNAUTHORIZED);
        }
      }
    }
  }
}
