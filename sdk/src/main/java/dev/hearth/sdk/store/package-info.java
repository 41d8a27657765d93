/// Stores the records that a client must not lose, in transactions.
///
/// The entry point is [ClientStore]. Input: opaque values, private keys among them, each under a
/// [Kind] and a name. Output: the same. Guarantees:
///
/// * A transaction is complete when it has returned; when it has thrown, nothing of it has
///   happened.
/// * Without the [StoreKey], nobody can read or forge a record in a file.
/// * Beyond the bound of a kind, its oldest records are dropped.
///
/// It does not know what the values mean, and is below all packages that store something.
@NullMarked
package dev.hearth.sdk.store;

import org.jspecify.annotations.NullMarked;
