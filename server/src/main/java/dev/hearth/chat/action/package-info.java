/// What clients may ask for, and the outbox's notices on their way into the log.
///
/// In come requests that are well-formed, with who asks; out go drafts and acknowledgements, and
/// one answer each. A message passes three questions, each a file: may this sender say this by
/// these means ({@link dev.hearth.chat.action.CategoryRules}), to whom does it go ({@link
/// dev.hearth.chat.action.Addresses}), what is in it ({@link dev.hearth.chat.action.Contents}).
/// What one of them refuses changes nothing. Whether a recall may take its target back is asked
/// last, in the commit ({@link dev.hearth.chat.action.RecallRules}).
///
/// Any thread may call; what may wait for a database says so before it is performed.
@NullMarked
package dev.hearth.chat.action;

import org.jspecify.annotations.NullMarked;
