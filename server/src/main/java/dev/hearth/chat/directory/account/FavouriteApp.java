package dev.hearth.chat.directory.account;

import dev.hearth.protocol.id.UserId;

/// A bot that somebody shows on their profile.
///
/// @param createdAt microseconds since the epoch
public record FavouriteApp(UserId user, UserId app, long createdAt) {}
