/// The time, for everything that is stored: one clock that never goes back, and how much time has
/// really passed.
@NullMarked
package dev.hearth.platform.time;

import org.jspecify.annotations.NullMarked;
