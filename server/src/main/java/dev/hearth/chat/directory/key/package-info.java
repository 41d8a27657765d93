/// The public keys that devices leave with the server, so that others can begin end-to-end
/// encrypted conversations with them while they are away.
///
/// Uploads come in, whose signed key must be signed by the account's identity, and requests for
/// keys; bundles go out. A one-time key is given out once and never again, also when requests are
/// repeated or come at once, or the server crashes in between. Calls block.
///
/// | table                | holds                                                     |
/// |----------------------|-----------------------------------------------------------|
/// | signal_devices       | a device's identity and its signed key                    |
/// | signal_one_time_keys | its one-time keys: those left, and those taken and when   |
@NullMarked
package dev.hearth.chat.directory.key;

import org.jspecify.annotations.NullMarked;
