package dev.hearth.sdk.signal;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;

/// One device of a user: whom sessions are with, and whose sender keys are held.
public record DeviceAddress(UserId user, SessionId session) {

  /// The number that libsignal's stores know a device by. Never sent: the apps derive it from the
  /// session's id in three ways; this is Android's. We go by the ids themselves.
  public int deviceId() {
    return session.uuid().hashCode();
  }

  @Override
  public String toString() {
    return user + "/" + session;
  }
}
