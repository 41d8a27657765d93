/// Where a client keeps what it must not lose, in transactions.
///
/// The one way in is [ClientStore]. What goes in: opaque values, private keys among them, each
/// under a [Kind] and a name. What comes out: the same. What holds:
///
/// * A transaction has happened when it has returned, and not at all when it has thrown.
/// * Without the [StoreKey] nothing in a file can be read, nor be made to say what it never said.
/// * Of each kind there are at most as many as it says; the oldest go first.
///
/// It knows nothing of what it keeps, and stands below all packages that keep something.
@NullMarked
package dev.hearth.sdk.store;

import org.jspecify.annotations.NullMarked;
