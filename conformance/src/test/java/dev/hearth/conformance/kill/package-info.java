/// Kills the server under load, again and again, and proves that nothing it promised is lost.
///
/// [KillRoundsTest] runs the rounds, a [Member] is one session that talks, listens and acknowledges
/// in its own way, and the [Ledger] records what was promised and what came; it uses the
/// [NoticeBook] for notices, and [Receipts] for receipts.
///
/// Each other action of people is a [Pursuit]: [GroupLife], [Uploading], [KeyTrading], [Renaming],
/// [Befriending].
@NullMarked
package dev.hearth.conformance.kill;

import org.jspecify.annotations.NullMarked;
