/// The end-to-end encryption of `SIGNAL_…` messages: Signal's X3DH, Double Ratchet and sender keys,
/// message version 3, on the JDK's cryptography.
///
/// The one way in is [SignalDevice]. What goes in: what to say, others' public keys, and the
/// envelopes that others have sealed. What comes out: envelopes to send, and what was said. Nothing
/// here opens a socket or starts a thread; all state is in a
/// [store][dev.hearth.sdk.store.ClientStore] that is given.
///
/// What holds:
///
/// * What was refused has changed nothing: a damaged, repeated or forged message leaves every key
///   where it was.
/// * A key is used once. It is spent in the store before what it sealed can leave, and after the
///   MAC or signature of what it opens has held.
/// * Another identity key of somebody we know is reported and used only when it was accepted.
/// * MACs are compared, and secrets multiplied, in a time that tells nothing about them; no key and
///   nothing that was said is in an exception or a `toString()`.
/// * What others make us keep is bounded: 2,000 overtaken messages a chain, 5 chains a session, 41
///   sessions a device, 5 sender keys a device and conversation.
@NullMarked
package dev.hearth.sdk.signal;

import org.jspecify.annotations.NullMarked;
