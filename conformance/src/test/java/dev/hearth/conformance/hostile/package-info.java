/// What a server meets that anybody can reach: tables of bad tokens, upgrades, frames, requests and
/// bodies, with the answer each gets. After every row the two who have nothing to do with it, Alice
/// and Bob, still talk to each other, and have noticed nothing.
///
/// The tables are in `src/test/resources/hostile`; what cannot be written down in a line of text is
/// in [FramesTest].
@NullMarked
package dev.hearth.conformance.hostile;

import org.jspecify.annotations.NullMarked;
