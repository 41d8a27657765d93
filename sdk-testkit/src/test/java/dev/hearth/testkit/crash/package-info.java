/// Clients that die between any two steps, over and over, against a real server.
///
/// A [Device] has a store that stays, and one life after the other: a client whose store, at some
/// transaction, throws and is dead from then on, and whose line to the server is cut in the same
/// moment. A [Simulation] lets a few of them talk, come and go, and then asks each what it was
/// shown.
@NullMarked
package dev.hearth.testkit.crash;

import org.jspecify.annotations.NullMarked;
