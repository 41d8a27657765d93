package dev.hearth.sdk;

/// How far a message has come at the other end. A message that was read was delivered as well.
public enum ReceiptStatus {
  DELIVERED,
  READ
}
