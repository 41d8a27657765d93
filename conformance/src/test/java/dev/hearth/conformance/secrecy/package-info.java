/// Tests who can read the messages that people and bots send with the SDK over the packed server,
/// and that the server can't.
@NullMarked
package dev.hearth.conformance.secrecy;

import org.jspecify.annotations.NullMarked;
