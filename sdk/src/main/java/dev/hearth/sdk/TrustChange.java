package dev.hearth.sdk;

/// What a server says of a user otherwise than it did before. It may be true: a bot's developer can
/// turn encryption off. It may as well be a server that wants to read along.
public enum TrustChange {
  /// The user is said to take messages protected in another way than before: a person is said to be
  /// a bot, a bot to be a person, or to take nothing encrypted any more. What the server says is
  /// not believed, and [HearthClient#say] sends them nothing, until [HearthClient#acceptChange].
  PROTECTION,
  /// A session of the user is said to have another key for [Protection#ENCRYPTED] than before, or
  /// none any more. Nothing is encrypted for the user until [HearthClient#acceptChange]. A session
  /// keeps its key for as long as it lives: a server that works as it should never says that.
  SESSION_KEY,
  /// The user is said to have a session more, for which [Protection#ENCRYPTED] messages are
  /// encrypted from now on. People add devices and developers make new sessions: this waits for
  /// nobody, but ask the user if they did. With [ClientOptions.NewDevices#ACCEPTED_FIRST] nothing
  /// is encrypted for the user until [HearthClient#acceptChange].
  NEW_DEVICE
}
