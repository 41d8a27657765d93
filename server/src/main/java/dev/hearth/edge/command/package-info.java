@NullMarked
package dev.hearth.edge.command;

import org.jspecify.annotations.NullMarked;
