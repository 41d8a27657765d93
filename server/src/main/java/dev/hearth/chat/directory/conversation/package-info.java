/// Contacts and groups: who is in them, since when, and who may change that.
///
/// A change is decided and written in one transaction, together with the message that tells the
/// members about it: that waits in the {@link dev.hearth.chat.directory.outbox.Outbox} until
/// somebody has put it into the log. Calls block; an event loop has the view that `inMemory` gives,
/// which never does.
///
/// | table         | holds                                                                 |
/// |---------------|-----------------------------------------------------------------------|
/// | conversations | contacts and groups; a version that every change raises               |
/// | memberships   | who was in which one, from when until when                            |
/// | removals      | who was put out of a group and not added again since                  |
/// | mutes         | until when a user wants to hear nothing of a conversation             |
/// | profile_news  | when a user's new profile was last told, and whether a newer one waits |
@NullMarked
package dev.hearth.chat.directory.conversation;

import org.jspecify.annotations.NullMarked;
