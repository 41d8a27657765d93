@NullMarked
package dev.hearth.platform.sql;

import org.jspecify.annotations.NullMarked;
