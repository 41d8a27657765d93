package dev.hearth.chat.message.action;

import dev.hearth.chat.directory.key.SignalKeys;

/// `COUNT_SIGNAL_KEYS`: how many one-time keys of the calling device are left.
final class CountSignalKeys implements Action {
  private final SignalKeys keys;

  CountSignalKeys(SignalKeys keys) {
    this.keys = keys;
  }

  @Override
  public void perform(Exchange exchange) {
    int left = keys.left(exchange.caller().session());
    exchange
        .reply()
        .done(json -> {
          json.writeStartObject();
          json.writeNumberProperty("one_time_pre_keys_count", left);
          json.writeEndObject();
        });
  }
}
