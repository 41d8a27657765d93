package dev.hearth.sdk.signal;

import dev.hearth.protocol.Curve25519PublicKey;
import java.util.Optional;

/// What a device has left with the server so that others can begin a session with it.
///
/// @param oneTimePreKey empty when none was left; the session begins without
public record PreKeyBundle(
    Curve25519PublicKey identityKey, SignedPreKey signedPreKey, Optional<PreKey> oneTimePreKey) {}
