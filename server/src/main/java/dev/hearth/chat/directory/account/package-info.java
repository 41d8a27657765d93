/// Keeps people and bots, the sessions they are signed in with, and their relationships. {@link
/// dev.hearth.chat.directory.account.Authentication} finds out who sent a request.
///
/// Calls block, because they may read the database; an event loop has the views that `inMemory`
/// gives, which never block. Caches are bounded, and a change is in them before the change returns.
///
/// | table         | holds                                                              |
/// |---------------|--------------------------------------------------------------------|
/// | users         | people and bots, their profile and preferences                     |
/// | apps          | what makes a user a bot: its creator, capabilities, addresses      |
/// | sessions      | a signed-in device: its public key; kept after it was revoked      |
/// | relationships | friends, blocked users, and what one calls them                    |
/// | favourite_apps | the bots that somebody shows on their profile                     |
/// | reports       | who found fault with whom                                          |
@NullMarked
package dev.hearth.chat.directory.account;

import org.jspecify.annotations.NullMarked;
