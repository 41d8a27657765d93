package dev.hearth.chat.log;

/// How far a message has come, as its author sees it. It never goes back.
public enum ReceiptStatus {
  SENT,
  DELIVERED,
  READ
}
