/// The end-to-end encryption of the web messenger, without a server: it talks with the SDK's, and
/// its store is tested in browsers.
@NullMarked
package dev.hearth.conformance.sealing;

import org.jspecify.annotations.NullMarked;
