/// A kit for tests of bots and clients: a real Hearth in the same JVM, with people and bots on
/// demand, and a clock that can be turned.
///
/// The entry points are [HearthServer] and, in a JUnit test, [HearthExtension], which provides one.
/// Nothing here imitates the server: messages take their usual way, over sockets and through the
/// log on the disk. Any thread may call any method, unless it says otherwise.
@NullMarked
package dev.hearth.testkit;

import org.jspecify.annotations.NullMarked;
