/// The middle floor: what messaging means. {@link dev.hearth.chat.Chat} builds its parts, and
/// {@link dev.hearth.chat.Backups} backs up what they keep.
@NullMarked
package dev.hearth.chat;

import org.jspecify.annotations.NullMarked;
