package dev.hearth.chat.message.action;

import dev.hearth.chat.Refusal;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.payload.Category;
import dev.hearth.protocol.payload.CategoryFamily;
import java.util.List;

/// `CREATE_PLAIN_MESSAGES`: up to 100 messages that anybody could read, all of them or none.
final class CreatePlainMessages implements Action {
  private final Sending sending;

  CreatePlainMessages(Sending sending) {
    this.sending = sending;
  }

  @Override
  public void perform(Exchange exchange) {
    List<MessageRequest> messages = exchange.request().params().messages();
    boolean plain = messages.stream().allMatch(CreatePlainMessages::isPlain);
    if (messages.isEmpty()
        || messages.size() > Sending.MOST_MESSAGES
        || exchange.request().params().invalidField().isPresent()
        || !plain) {
      ErrorCode code = exchange.caller().bot() ? ErrorCode.FORBIDDEN : ErrorCode.INVALID_FIELD;
      exchange.reply().refuse(Refusal.of(code).withField("messages"));
      return;
    }
    sending.sendAll(
        exchange.caller(),
        messages,
        sent -> {
          switch (sent) {
            case Sending.Sent.Accepted accepted -> exchange.reply().done();
            case Sending.Sent.Refused(var refusal) -> exchange.reply().refuse(refusal);
          }
        });
  }

  private static boolean isPlain(MessageRequest message) {
    CategoryFamily family = Category.family(message.category());
    return family == CategoryFamily.PLAIN || family == CategoryFamily.APP;
  }
}
