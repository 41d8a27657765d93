package dev.hearth.sdk;

/// A change of a user's relationship to another user.
public enum RelationshipChange {
  ADD,
  REMOVE,
  BLOCK,
  UNBLOCK
}
