/// The end-to-end encryption of the web messenger against the SDK's: both talk to each other,
/// without a server.
@NullMarked
package dev.hearth.conformance.sealing;

import org.jspecify.annotations.NullMarked;
