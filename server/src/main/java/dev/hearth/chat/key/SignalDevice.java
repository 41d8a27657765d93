package dev.hearth.chat.key;

import dev.hearth.protocol.Curve25519PublicKey;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.SignedPreKey;
import dev.hearth.protocol.UserId;

/// The keys of a device that can be given out any number of times.
record SignalDevice(
    SessionId session, UserId user, Curve25519PublicKey identity, SignedPreKey signed) {}
