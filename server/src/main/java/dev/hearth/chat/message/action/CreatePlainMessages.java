package dev.hearth.chat.message.action;

import dev.hearth.chat.Refusal;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.payload.Category;
import dev.hearth.protocol.payload.CategoryFamily;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// `CREATE_PLAIN_MESSAGES`: up to 100 messages that anybody could read, all of them or none.
final class CreatePlainMessages implements Action {
  private final Sending sending;

  CreatePlainMessages(Sending sending) {
    this.sending = sending;
  }

  @Override
  public void perform(Exchange exchange) {
    List<MessageRequest> messages = exchange.request().params().messages();
    if (messages.isEmpty()
        || messages.size() > Sending.MOST_MESSAGES
        || exchange.request().params().invalidField().isPresent()) {
      exchange
          .reply()
          .refuse(
              Refusal.invalid(
                  "messages", "It is a list of 1 to %s messages.", Sending.MOST_MESSAGES));
      return;
    }
    var other = IntStream.range(0, messages.size()).filter(i -> !isPlain(messages.get(i)));
    OptionalInt place = other.findFirst();
    if (place.isPresent()) {
      exchange
          .reply()
          .refuse(
              Refusal.invalid("category", "It begins with PLAIN_ or APP_.").at(place.getAsInt()));
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
