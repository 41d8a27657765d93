/// The way in for people who have no account yet: by an invitation of the operator's, or freely
/// where the operator lets everybody in.
///
/// A code and the new person come in; an account with its first device goes out, and where the
/// invitation names somebody, they are each other's contact. All of it is one change: when two take
/// the last use of an invitation at once, one of them gets nothing and leaves nothing.
///
/// | table       | holds                                                                       |
/// |-------------|-----------------------------------------------------------------------------|
/// | invitations | the SHA-256 of a code, how often it may be used and was, its contact, its end |
@NullMarked
package dev.hearth.chat.directory.invitation;

import org.jspecify.annotations.NullMarked;
