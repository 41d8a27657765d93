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
/// Any thread may call; an action that may wait for a database says so before it is performed.
@NullMarked
package dev.hearth.chat.message.action;

import org.jspecify.annotations.NullMarked;
