/// Kills the server under load, again and again, and proves that nothing it promised is lost.
///
/// [KillRoundsTest] runs the rounds, a [Member] is one session that talks, listens and acknowledges
/// after its own fashion, and the [Ledger] knows what was promised and what came; for notices it
/// has the [NoticeBook], for receipts [Receipts].
///
/// What people do beside talking is a [Pursuit] each: [GroupLife], [Uploading], [KeyTrading],
/// [Renaming], [Befriending].
@NullMarked
package dev.hearth.conformance.kill;

import org.jspecify.annotations.NullMarked;
