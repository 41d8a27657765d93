/// The Java client: signs in with a keystore, sends, receives and acknowledges, over Blaze and
/// HTTP.
///
/// The way in is [HearthClient], or for bots [HearthBot], which stands on it; for a device that has
/// no keystore yet, [DeviceLink]. All of it is blocking code meant for virtual threads; every
/// method may be called from any thread unless it says otherwise. It works against a Hearth server
/// and against the original service alike: the hosts are [options][ClientOptions].
///
/// What goes in: messages to send, each under an id of the caller's. What comes out: pushed
/// messages and receipts, to one [ClientListener], on one thread, in order. What holds:
///
/// * A message is sent again, under its own id, until the server has answered: it is stored once.
/// * A pushed message reaches the listener once, however often it is pushed, as long as the
///   [SeenMessages] remember it; it is acknowledged only after the listener has returned.
/// * With a [store][dev.hearth.sdk.store.ClientStore], what people say to people is sealed for all
///   of their devices and nobody else; what could not be read is asked for, and what others could
///   not read is said again.
/// * A lost connection is replaced for ever, with growing pauses; only a session that the server
///   has ended stays away.
@NullMarked
package dev.hearth.sdk;

import org.jspecify.annotations.NullMarked;
