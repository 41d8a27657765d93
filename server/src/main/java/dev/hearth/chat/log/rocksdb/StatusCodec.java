package dev.hearth.chat.log.rocksdb;

import dev.hearth.chat.log.ReceiptStatus;

/// The stored numbers of the statuses, which outlive the order of the enum.
final class StatusCodec {
  private StatusCodec() {}

  static byte encode(ReceiptStatus status) {
    return switch (status) {
      case SENT -> 0;
      case DELIVERED -> 1;
      case READ -> 2;
    };
  }

  static ReceiptStatus decode(byte stored) {
    return switch (stored) {
      case 0 -> ReceiptStatus.SENT;
      case 1 -> ReceiptStatus.DELIVERED;
      case 2 -> ReceiptStatus.READ;
      default -> throw new IllegalArgumentException("no status " + stored);
    };
  }
}
