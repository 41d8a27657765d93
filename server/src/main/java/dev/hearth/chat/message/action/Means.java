package dev.hearth.chat.message.action;

/// By which action a client says something.
enum Means {
  /// `CREATE_MESSAGE`, its older sister for many, or `POST /messages`.
  MESSAGE,
  /// `CREATE_CALL`.
  CALL
}
