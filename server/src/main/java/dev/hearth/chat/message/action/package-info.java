/// The requests that clients may make, and the outbox's notices on their way into the log.
///
/// Well-formed requests come in, with the caller; drafts, acknowledgements and one answer for each
/// request go out. Three files decide on a message: may this sender say this by these means ({@link
/// dev.hearth.chat.message.action.CategoryRules}), to whom does it go ({@link
/// dev.hearth.chat.message.action.Addresses}), what is in it ({@link
/// dev.hearth.chat.message.action.Contents}). If one of them refuses, nothing changes. The commit
/// decides last whether a recall may take its target back ({@link
/// dev.hearth.chat.message.action.RecallRules}).
///
/// Rules are written once, and made twice. On an event loop, all that they look up is in memory;
/// when it is not, {@link dev.hearth.platform.runtime.NotInMemory} stops them before they changed
/// anything, and the same code runs again on a thread that may wait, on views of the database. So
/// each of them first looks up what it needs, then charges, then changes and answers.
@NullMarked
package dev.hearth.chat.message.action;

import org.jspecify.annotations.NullMarked;
