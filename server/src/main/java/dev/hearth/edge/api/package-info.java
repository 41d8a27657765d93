@NullMarked
package dev.hearth.edge.api;

import org.jspecify.annotations.NullMarked;
