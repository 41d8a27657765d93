package dev.hearth.chat.directory.key;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.SignedPreKey;

/// The keys of a device that can be given out any number of times.
record SignalDevice(
    SessionId session, UserId user, Curve25519PublicKey identity, SignedPreKey signed) {}
