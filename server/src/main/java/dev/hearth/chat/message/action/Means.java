package dev.hearth.chat.message.action;

/// By which action a client says something.
enum Means {
  /// `CREATE_MESSAGE`, its older sister for many, or `POST /messages`.
  MESSAGE,
  /// `CREATE_CALL`.
  CALL,
  /// `POST /encrypted_messages`: for the sessions of one recipient, which the client has named by
  /// their checksum.
  TO_SESSIONS
}
