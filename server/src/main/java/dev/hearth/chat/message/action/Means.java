package dev.hearth.chat.message.action;

/// The action with which a client sends a message.
enum Means {
  /// `CREATE_MESSAGE`, `CREATE_PLAIN_MESSAGES` (an older action for many), or `POST /messages`.
  MESSAGE,
  /// `CREATE_CALL`.
  CALL,
  /// `POST /encrypted_messages`: for the sessions of one recipient, which the client has named by
  /// their checksum.
  TO_SESSIONS
}
