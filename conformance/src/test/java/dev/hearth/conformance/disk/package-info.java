/// A server on a disk that fails, and that forgets writes that were not synced. `disk.c`, which is
/// preloaded, logs how to undo each change until a sync covers it, and makes calls fail.
///
/// [PowerCuts], [DiskFaults] and [FullDisk] run rounds over it. They need a C compiler and Linux,
/// so `conformance/disk` runs them and a plain build does not.
@NullMarked
package dev.hearth.conformance.disk;

import org.jspecify.annotations.NullMarked;
