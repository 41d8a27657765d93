package dev.hearth.chat.message.action;

import dev.hearth.protocol.blaze.MessageView;

/// `CREATE_MESSAGE` and `CREATE_CALL`: says something in a conversation. Answered once it is
/// durable; sent again under the same id, it is answered as the first time.
final class CreateMessage implements Action {
  private final Sending sending;
  private final Means means;

  CreateMessage(Sending sending, Means means) {
    this.sending = sending;
    this.means = means;
  }

  @Override
  public void perform(Exchange exchange) {
    var caller = exchange.caller();
    var message = exchange.request().params().message();
    sending.send(
        caller,
        means,
        message,
        sent -> {
          switch (sent) {
            case Sending.Sent.Accepted(long at) -> {
              // Bots take any data for a message to handle; apps want to see theirs arrived.
              if (caller.bot()) {
                exchange.reply().done();
              } else {
                exchange
                    .reply()
                    .done(
                        MessageView.sent(
                            caller.user(), caller.session(), message.messageIdAsSent(), at));
              }
            }
            case Sending.Sent.Refused(var refusal) -> exchange.reply().refuse(refusal);
          }
        });
  }
}
