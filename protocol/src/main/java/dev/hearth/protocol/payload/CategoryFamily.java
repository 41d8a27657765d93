package dev.hearth.protocol.payload;

/// The family of a category, from its prefix: who may send a message, and who can read it.
public enum CategoryFamily {
  /// Readable by the server.
  PLAIN,
  /// End-to-end encrypted between apps.
  SIGNAL,
  /// End-to-end encrypted between an app and a bot.
  ENCRYPTED,
  /// Buttons and cards, which bots send.
  APP,
  /// About another message: recalls and pins it.
  MESSAGE,
  /// Said by the server alone.
  SYSTEM,
  /// Calls between two.
  WEBRTC,
  /// Calls in a group.
  KRAKEN,
  OTHER
}
