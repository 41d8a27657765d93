package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.protocol.blaze.MessageStatus;

/// The stored numbers of the statuses, which outlive the order of the enum.
final class StatusCodec {
  private StatusCodec() {}

  static byte encode(MessageStatus status) {
    return switch (status) {
      case SENT -> 0;
      case DELIVERED -> 1;
      case READ -> 2;
    };
  }

  static MessageStatus decode(byte stored) {
    return switch (stored) {
      case 0 -> MessageStatus.SENT;
      case 1 -> MessageStatus.DELIVERED;
      case 2 -> MessageStatus.READ;
      default -> throw new IllegalArgumentException("no status " + stored);
    };
  }
}
