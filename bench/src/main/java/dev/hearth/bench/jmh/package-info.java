/// Benchmarks of single parts of the message path, for JMH: what a commit, a frame or a token costs
/// by itself. Run by `hearth bench jmh`.
@NullMarked
package dev.hearth.bench.jmh;

import org.jspecify.annotations.NullMarked;
