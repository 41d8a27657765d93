/// The words that clients and the server share: ids, envelopes, categories, tokens and frames.
///
/// Nothing here opens a socket, reads a file or keeps state. Everything that comes from outside is
/// bounded and checked when it is parsed: a value of these types is well-formed.
@NullMarked
package dev.hearth.protocol;

import org.jspecify.annotations.NullMarked;
