package dev.hearth.sdk;

import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The outcome of sending a message. The server's answer is final: sending the same message again
/// changes nothing.
public sealed interface Sent {

  /// The server holds the message durably and delivers it.
  ///
  /// @param at when the server stored it; a server tells people but not bots
  record Accepted(Optional<Instant> at) implements Sent {}

  /// The server won't take the message: this user may not write there, or a field is wrong. Or it
  /// can't be protected as it was to be, since somebody's device has no key: then nobody gets it.
  ///
  /// @param code a code of the protocol, such as 403 or 10002
  /// @param description for a log, not for a person
  record Refused(int code, String description) implements Sent {}

  /// The message was not sent, for it would have been sealed for somebody whose identity key is
  /// another one than before: they have a new phone, or somebody pretends to be them. Once that is
  /// accepted, it can be sent again.
  ///
  /// @param users whose it is; at least one
  record IdentityChanged(List<UserId> users) implements Sent {
    public IdentityChanged {
      users = List.copyOf(users);
    }
  }

  /// The message was not sent, for the server says of somebody who would get it that they are
  /// protected otherwise than before, as [ClientListener#trustChanged] has told. Once that is
  /// [accepted][HearthClient#acceptChange], it can be sent again; and when the server takes it
  /// back.
  ///
  /// @param users of whom it says so; at least one
  record InDoubt(List<UserId> users) implements Sent {
    public InDoubt {
      users = List.copyOf(users);
    }
  }
}
