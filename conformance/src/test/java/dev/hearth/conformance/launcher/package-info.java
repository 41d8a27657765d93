/// The launcher, `./hearth`, in surroundings that are not a developer's.
@NullMarked
package dev.hearth.conformance.launcher;

import org.jspecify.annotations.NullMarked;
