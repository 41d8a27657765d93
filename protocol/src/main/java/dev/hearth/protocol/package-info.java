/// The vocabulary that clients and the server share.
///
/// ```
/// blaze     envelopes, requests, replies, pushes and their compressed frames
/// payload   what a message says: one record per category
/// key       keys, tokens, and the public keys that devices leave for others
/// id        UUIDs, each kind a type of its own
/// json      reading and writing JSON; not exported
/// ```
///
/// Nothing here opens a socket, reads a file or keeps state. Everything that comes from outside is
/// bounded and checked when it is parsed: a value of these types is well-formed.
@NullMarked
package dev.hearth.protocol;

import org.jspecify.annotations.NullMarked;
