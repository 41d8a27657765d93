/// The load generator: a process of its own that talks to a Hearth server as its clients do, over
/// real sockets on this machine, and prints one line of figures for each result.
///
/// It checks what it measures: every message reaches every receiver once, in order and unchanged,
/// every request is answered once. A run that sees anything else fails.
///
/// Only the event loop of a connection touches its data; the scenarios say where they cross over.
@NullMarked
package dev.hearth.bench;

import org.jspecify.annotations.NullMarked;
