@NullMarked
package dev.hearth;

import org.jspecify.annotations.NullMarked;
