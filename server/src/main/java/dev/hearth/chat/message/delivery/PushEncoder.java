package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.Receipt;

/// Makes the bytes that go out, complete with everything the socket needs, once for all who get
/// them.
public interface PushEncoder {

  byte[] encodeEntry(Entry entry, Source source);

  byte[] encodeReceipt(Receipt receipt);
}
