/// A server that is backed up while it works, and put back elsewhere, by the commands of the
/// program.
@NullMarked
package dev.hearth.conformance.backup;

import org.jspecify.annotations.NullMarked;
