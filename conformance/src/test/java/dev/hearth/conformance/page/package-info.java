/// The pages for readers, run as readers would: each block of code or commands in README, `docs/`
/// and `examples/` is the text of a test, which asserts its effect.
///
/// A test names its blocks with {@link dev.hearth.conformance.page.Runs}; `EveryBlockTest` fails
/// for a block that has no test. A test changes what a page shows only where it must (a port, a
/// folder, how long something takes), with {@link dev.hearth.conformance.page.Block#with}.
///
/// `EveryCommandTest` does the same for commands in running text, as far as it goes without running
/// them, and `LinksTest` for links.
///
/// A test that needs more than a JDK, or takes long, names what it needs with {@link
/// dev.hearth.conformance.page.Needs}. It runs when that is there, and says so when it is not; with
/// `-Dhearth.tools=required`, as in `.ci/run`, a missing tool is a failure.
@NullMarked
package dev.hearth.conformance.page;

import org.jspecify.annotations.NullMarked;
