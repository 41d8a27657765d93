/// Benchmarks of single parts of the message path and of the SDK's encryption, for JMH: what a
/// commit, a frame, a token or a sealed message costs by itself. Run by `hearth bench jmh`.
@NullMarked
package dev.hearth.bench.jmh;

import org.jspecify.annotations.NullMarked;
