package dev.hearth.sdk;

/// What a user does about another one.
public enum RelationshipChange {
  ADD,
  REMOVE,
  BLOCK,
  UNBLOCK
}
