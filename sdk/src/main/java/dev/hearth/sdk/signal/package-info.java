/// The end-to-end encryption of `SIGNAL_…` messages: Signal's X3DH, Double Ratchet and sender keys,
/// message version 3, on the JDK's cryptography.
///
/// The entry point is [SignalDevice]. Input: messages to seal, others' public keys, and the
/// envelopes that others have sealed. Output: envelopes to send, and opened messages. Nothing here
/// opens a socket or starts a thread; all state is in a given
/// [store][dev.hearth.sdk.store.ClientStore].
///
/// Guarantees:
///
/// * A refused message changes nothing: after a damaged, repeated or forged message, every key is
///   as before.
/// * A key is used once. It is spent in the store before the message that it sealed can leave, and
///   after the MAC or signature of a message that it opens was verified.
/// * A new identity key of a known user is reported, and used only when it was accepted.
/// * MACs are compared, and secrets multiplied, in constant time. No exception and no `toString()`
///   contains a key or a message.
/// * The records that others make us keep are bounded: 2,000 overtaken messages per chain, 5 chains
///   per session, 41 sessions per device, 5 sender keys per device and conversation.
@NullMarked
package dev.hearth.sdk.signal;

import org.jspecify.annotations.NullMarked;
