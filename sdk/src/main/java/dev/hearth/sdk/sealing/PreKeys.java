package dev.hearth.sdk.sealing;

/// Whether the server has keys of this device, for others to begin sessions with.
public enum PreKeys {
  LEFT,
  /// It won't have them: the account's other devices have another identity.
  REFUSED,
  UNKNOWN
}
