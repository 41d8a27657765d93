package dev.hearth.sdk;

import dev.hearth.sdk.http.HiddenPin;
import dev.hearth.sdk.http.RetryingCalls;

/// Pays from a bot's balance, with its PIN, and waits until the server has answered. Any thread may
/// call.
final class Purse {
  private final HearthApi api;
  private final RetryingCalls patience;
  private final String pin;
  private volatile boolean hasPin;

  /// @throws IllegalArgumentException when the PIN is not six digits
  Purse(HearthApi api, RetryingCalls patience, String pin) {
    HiddenPin.check(pin);
    this.api = api;
    this.patience = patience;
    this.pin = pin;
  }

  Snapshot pay(Transfer transfer) throws InterruptedException {
    return patience.ask(() -> {
      setFirstPin();
      return api.pay(transfer, pin);
    });
  }

  private void setFirstPin() {
    if (hasPin) {
      return;
    }
    if (!api.hasPin()) {
      try {
        api.setPin(pin);
      } catch (HearthException e) {
        // Another thread, or another process of the bot, may have set it meanwhile.
        if (!api.hasPin()) {
          throw e;
        }
      }
    }
    hasPin = true;
  }
}
