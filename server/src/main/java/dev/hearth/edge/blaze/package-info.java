@NullMarked
package dev.hearth.edge.blaze;

import org.jspecify.annotations.NullMarked;
