package dev.hearth.chat.message.action;

/// `CREATE_SIGNAL_KEY_MESSAGES`: a device hands the key that it encrypts with in a conversation to
/// other devices there, to each in a message of its own.
final class CreateSignalKeyMessages implements Action {
  private final KeyHandover handover;

  CreateSignalKeyMessages(KeyHandover handover) {
    this.handover = handover;
  }

  @Override
  public void perform(Exchange exchange) {
    var params = exchange.request().params();
    handover.hand(
        exchange.caller(),
        params.message(),
        params.messages(),
        refusal ->
            refusal.ifPresentOrElse(exchange.reply()::refuse, () -> exchange.reply().done()));
  }
}
