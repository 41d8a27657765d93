package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A connection that takes every push, and keeps the ids of the messages. For one thread at a time.
final class TestingOutlet implements Outlet {
  /// Makes a push of the id of its message.
  static final PushEncoder IDS =
      new PushEncoder() {
        @Override
        public byte[] encodeEntry(Entry entry, Source source) {
          return entry.message().id().toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] encodeReceipt(Receipt receipt) {
          return new byte[0];
        }
      };

  final List<String> pushed = new ArrayList<>();

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void pushFrame(byte[] frame) {
    pushed.add(new String(frame, StandardCharsets.UTF_8));
  }

  @Override
  public void failed() {
    throw new AssertionError("it can be read");
  }
}
