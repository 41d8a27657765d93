/// The process and its machine: the data folder, the signal to stop, background work, meters.
///
/// Nothing here knows what Hearth is for.
@NullMarked
package dev.hearth.platform.runtime;

import org.jspecify.annotations.NullMarked;
