package dev.hearth.sdk.blaze;

import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.MessageSource;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Receipt;
import dev.hearth.sdk.ReceiptStatus;
import java.util.Optional;

/// Reads a server's frames as what they mean to a listener.
final class Pushes {
  private Pushes() {}

  /// The message that was pushed; empty when the frame is something else, such as the answer to a
  /// send, which repeats the message's id but has no category.
  static Optional<IncomingMessage> message(BlazeReply reply) {
    return reply
        .data()
        .filter(view -> !isReceipt(view) && !view.category().isEmpty())
        .flatMap(Pushes::message);
  }

  /// The receipt that was pushed, if that is what the frame is.
  static Optional<Receipt> receipt(BlazeReply reply) {
    return reply.data().filter(Pushes::isReceipt).flatMap(Pushes::receipt);
  }

  /// The view as a receipt; empty when it says no more than that the message was sent.
  static Optional<Receipt> receipt(MessageView view) {
    Optional<ReceiptStatus> status = status(view.status());
    return MessageId.find(view.messageId())
        .flatMap(id ->
            status.map(it -> new Receipt(id, it, view.user(), WireTime.instant(view.updatedAt()))));
  }

  private static Optional<IncomingMessage> message(MessageView view) {
    return MessageId.find(view.messageId())
        .flatMap(id ->
            view.conversation()
                .map(conversation ->
                    new IncomingMessage(
                        id,
                        conversation,
                        view.user(),
                        view.session(),
                        view.category(),
                        view.payload(),
                        view.quote(),
                        view.representative(),
                        view.silent(),
                        view.expireIn(),
                        WireTime.instant(view.createdAt()),
                        view.source() == MessageSource.LIST_PENDING_MESSAGES,
                        Protection.NONE,
                        false)));
  }

  private static boolean isReceipt(MessageView view) {
    return view.source() == MessageSource.ACKNOWLEDGE_MESSAGE_RECEIPT;
  }

  private static Optional<ReceiptStatus> status(MessageStatus status) {
    return switch (status) {
      case SENT -> Optional.empty();
      case DELIVERED -> Optional.of(ReceiptStatus.DELIVERED);
      case READ -> Optional.of(ReceiptStatus.READ);
    };
  }
}
