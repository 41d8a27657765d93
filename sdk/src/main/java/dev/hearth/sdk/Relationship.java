package dev.hearth.sdk;

/// What a user is to the one who asks.
public enum Relationship {
  ME,
  FRIEND,
  STRANGER,
  BLOCKING
}
