package dev.hearth.sdk;

/// The relationship of a user to the user who asks.
public enum Relationship {
  ME,
  FRIEND,
  STRANGER,
  BLOCKING
}
