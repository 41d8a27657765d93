package dev.hearth.sdk;

/// A change in what the server says about a user. It may be true: a bot's developer can turn
/// encryption off. But the server may also want to read along.
public enum TrustChange {
  /// The server says that the user takes messages with another protection than before: that a
  /// person is a bot, that a bot is a person, or that a bot takes nothing encrypted anymore. The
  /// client does not believe it, and [HearthClient#say] sends the user nothing, until
  /// [HearthClient#acceptChange].
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
