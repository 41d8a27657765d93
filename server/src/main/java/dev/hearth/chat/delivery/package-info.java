@NullMarked
package dev.hearth.chat.delivery;

import org.jspecify.annotations.NullMarked;
