@NullMarked
package dev.hearth.chat.action;

import org.jspecify.annotations.NullMarked;
