@NullMarked
package dev.hearth.platform.runtime;

import org.jspecify.annotations.NullMarked;
