package dev.hearth.sdk;

/// What a server says of a user otherwise than it did before. It may be true: a bot's developer can
/// turn encryption off. It may as well be a server that wants to read along.
public enum TrustChange {
  /// The user is said to take messages protected in another way than before: a person is said to be
  /// a bot, a bot to be a person, or to take nothing encrypted any more. What the server says is not
  /// believed, and [HearthClient#say] sends them nothing, until [HearthClient#acceptChange].
  PROTECTION
}
