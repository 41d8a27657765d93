package dev.hearth.sdk;

import java.time.Instant;
import java.util.Optional;

/// What the server answered to a message. Either way the answer is final: sending the same message
/// again changes nothing.
public sealed interface Sent {

  /// The server holds the message durably and delivers it.
  ///
  /// @param at when the server stored it; a server tells people but not bots
  record Accepted(Optional<Instant> at) implements Sent {}

  /// The server won't take the message: this user may not write there, or a field is wrong.
  ///
  /// @param code a code of the protocol, such as 403 or 10002
  /// @param description for a log, not for a person
  record Refused(int code, String description) implements Sent {}
}
