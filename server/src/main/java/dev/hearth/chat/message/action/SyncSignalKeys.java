package dev.hearth.chat.message.action;

import dev.hearth.chat.directory.key.SignalKeys;
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
      reply.refuse(SignalKeys.NOT_FOR_BOTS);
      return;
    }
    switch (exchange.request().params().keys().orElse(new ParsedUpload.Invalid("keys"))) {
      case ParsedUpload.Invalid(var field) -> reply.refuse(SignalKeys.unreadable(field));
      case ParsedUpload.Upload(var upload) ->
          keys.leave(exchange.caller(), upload)
              .refusal()
              .ifPresentOrElse(reply::refuse, reply::done);
    }
  }
}
