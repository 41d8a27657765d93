/// The ids of the protocol: UUIDs, each of its own type.
@NullMarked
package dev.hearth.protocol.id;

import org.jspecify.annotations.NullMarked;
