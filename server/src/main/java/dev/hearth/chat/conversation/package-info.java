@NullMarked
package dev.hearth.chat.conversation;

import org.jspecify.annotations.NullMarked;
