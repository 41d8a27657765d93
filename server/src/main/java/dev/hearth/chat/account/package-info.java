@NullMarked
package dev.hearth.chat.account;

import org.jspecify.annotations.NullMarked;
