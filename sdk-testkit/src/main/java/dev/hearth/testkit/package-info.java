/// What tests of bots and clients need: a real Hearth in the same JVM, with people and bots on
/// demand, and a clock that can be turned.
///
/// The ways in are [HearthServer] and, in a JUnit test, [HearthExtension], which hands one out.
/// Nothing here plays the server: messages take the way they always take, over sockets and through
/// the log on the disk. Any thread may call any method, unless it says otherwise.
@NullMarked
package dev.hearth.testkit;

import org.jspecify.annotations.NullMarked;
