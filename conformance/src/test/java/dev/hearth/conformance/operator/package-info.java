/// The packed server as an operator meets it: signals, log lines, and the sentence for whatever
/// keeps it from starting.
@NullMarked
package dev.hearth.conformance.operator;

import org.jspecify.annotations.NullMarked;
