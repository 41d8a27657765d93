/// The Java client: signs in with a keystore, sends, receives and acknowledges, over Blaze and
/// HTTP.
///
/// Start with [HearthClient]; for bots, with [HearthBot], which uses it; for a device without a
/// keystore, with [DeviceLink]. The client is blocking code, meant for virtual threads; every
/// method may be called from any thread unless it says otherwise. It works with a Hearth server and
/// with the original service: the hosts are [options][ClientOptions].
///
/// This package, `crypto`, `signal` and `store` are the API; the module exports them. The packages
/// `blaze`, `http`, `protection`, `sealing`, `protobuf` and `kdf` are not, also where the SDK
/// stands on the class path, and may change with any version.
///
/// ```
/// HearthBot, HearthClient, SignIn, DeviceLink: the ways in; they put together what is below
/// ├─ protection how messages are protected; seals and opens them
/// ├─ blaze      the socket: sends, and hears what is pushed
/// ├─ http       the HTTP API
/// ├─ (this)     the values: messages, options, answers
/// ├─ sealing    conversations that are sealed between people
/// ├─ signal     sealed messages, one by one
/// ├─ crypto     boxes and sealed files
/// ├─ store      where keys are kept
/// ├─ protobuf   the form of what is stored and sealed
/// └─ kdf        keys from secrets
/// ```
///
/// A message that is sent passes each part once: the client chooses the protection, the part that
/// seals so hands it to the wire, and the link asks until the server has answered.
///
/// Input: messages to send, each under an id of the caller's. Output: pushed messages and receipts,
/// to one [ClientListener], on one thread, in order. Guarantees:
///
/// * A message is sent again, under its own id, until the server has answered: it is stored once.
/// * A pushed message reaches the listener once, however often it is pushed, as long as the
///   [SeenMessages] remember it; it is acknowledged only after the listener has returned.
/// * With a [store][dev.hearth.sdk.store.ClientStore], messages between people are sealed for all
///   of their devices and nobody else. The client asks again for messages it could not read, and
///   sends again those that others could not read.
/// * The client replaces a lost connection, without a limit of tries, with growing pauses, unless
///   the server has ended the session.
@NullMarked
package dev.hearth.sdk;

import org.jspecify.annotations.NullMarked;
