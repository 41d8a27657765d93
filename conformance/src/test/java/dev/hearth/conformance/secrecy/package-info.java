/// What people and bots say to each other with the SDK, over the packed server: who can read it,
/// and that the server can't.
@NullMarked
package dev.hearth.conformance.secrecy;

import org.jspecify.annotations.NullMarked;
