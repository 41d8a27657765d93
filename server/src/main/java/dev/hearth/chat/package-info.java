/// The middle floor: what messaging means. {@link dev.hearth.chat.Chat} builds its parts.
@NullMarked
package dev.hearth.chat;

import org.jspecify.annotations.NullMarked;
