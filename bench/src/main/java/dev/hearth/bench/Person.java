package dev.hearth.bench;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;

/// Somebody signed in on a device.
///
/// @param token lets the device connect to Blaze, for as long as a run takes
record Person(UserId user, SessionId session, String token) {
  @Override
  public String toString() {
    return "Person[" + user + ", " + session + "]";
  }
}
