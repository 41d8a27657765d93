/// The ground floor: knows nothing of chat.
@NullMarked
package dev.hearth.platform;

import org.jspecify.annotations.NullMarked;
