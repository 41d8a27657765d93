package dev.hearth.edge.blaze;

import dev.hearth.chat.message.delivery.PushEncoder;
import dev.hearth.chat.message.delivery.Source;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.Message;
import dev.hearth.chat.message.log.Receipt;
import dev.hearth.protocol.blaze.BlazeAction;
import dev.hearth.protocol.blaze.BlazeFrames;
import dev.hearth.protocol.blaze.GzipFrame;
import dev.hearth.protocol.blaze.MessageSource;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.payload.Category;
import dev.hearth.protocol.payload.CategoryFamily;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Makes pushes: whole WebSocket frames, the same bytes for all who get them. Any thread may call.
public final class BlazeEncoder implements PushEncoder {
  private final int storedBelow;

  /// @param storedBelow pushes smaller than this many bytes go out uncompressed
  public BlazeEncoder(int storedBelow) {
    this.storedBelow = storedBelow;
  }

  @Override
  public byte[] encodeEntry(Entry entry, Source source) {
    Message message = entry.message();
    var view =
        new MessageView(
            Optional.of(message.conversation()),
            message.author(),
            message.session(),
            message.id().toString(),
            message.category(),
            message.payload(),
            MessageStatus.SENT,
            switch (source) {
              case LIVE -> MessageSource.CREATE_MESSAGE;
              case BACKLOG -> MessageSource.LIST_PENDING_MESSAGES;
            },
            message.representative(),
            message.quote(),
            message.silent(),
            message.expireIn(),
            entry.position(),
            entry.position());
    return frame(BlazeFrames.push(freshId(), action(message.category()), view));
  }

  @Override
  public byte[] encodeReceipt(Receipt receipt) {
    var view =
        MessageView.receipt(
            receipt.reader(),
            receipt.message(),
            receipt.status(),
            receipt.sentAt(),
            receipt.changedAt());
    return frame(BlazeFrames.push(freshId(), BlazeAction.ACKNOWLEDGE_MESSAGE_RECEIPT, view));
  }

  private static String action(String category) {
    return Category.family(category) == CategoryFamily.WEBRTC
        ? BlazeAction.CREATE_CALL
        : BlazeAction.CREATE_MESSAGE;
  }

  private byte[] frame(byte[] json) {
    return WireFrame.binary(GzipFrame.pack(json, storedBelow));
  }

  /// An id that only has to differ from others; nobody must be unable to guess it.
  private static String freshId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long most = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long least = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least).toString();
  }
}
