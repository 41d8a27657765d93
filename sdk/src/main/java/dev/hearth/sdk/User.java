package dev.hearth.sdk;

import dev.hearth.protocol.UserId;

/// A person or a bot, as this session sees them.
///
/// @param identityNumber the digits by which people find each other
/// @param name what they call themselves
/// @param bot whether there is an app behind
public record User(
    UserId id,
    String identityNumber,
    String name,
    String biography,
    Relationship relationship,
    boolean bot) {}
