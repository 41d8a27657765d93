package dev.hearth.chat.message.action;

import dev.hearth.chat.directory.key.SignalKeys;

/// `CONSUME_SESSION_SIGNAL_KEYS`: what it takes to write to some devices for the first time. Those
/// that can't be written to are left out.
final class ConsumeSignalKeys implements Action {
  private final SignalKeys keys;

  ConsumeSignalKeys(SignalKeys keys) {
    this.keys = keys;
  }

  @Override
  public void perform(Exchange exchange) {
    if (exchange.caller().bot()) {
      exchange.reply().refuse(SignalKeys.NOT_FOR_BOTS);
      return;
    }
    var bundles = keys.take(exchange.caller(), exchange.request().params().recipients());
    exchange
        .reply()
        .done(json -> {
          json.writeStartArray();
          bundles.forEach(bundle -> bundle.writeTo(json));
          json.writeEndArray();
        });
  }
}
