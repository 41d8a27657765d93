/// Hostile input, as any public server receives it: tables of bad tokens, upgrades, frames,
/// requests and bodies, with the answer to each. After every row two unrelated people, Alice and
/// Bob, still talk to each other, and have noticed nothing.
///
/// The tables are in `src/test/resources/hostile`; input that can't be written in a line of text is
/// in [FramesTest].
@NullMarked
package dev.hearth.conformance.hostile;

import org.jspecify.annotations.NullMarked;
