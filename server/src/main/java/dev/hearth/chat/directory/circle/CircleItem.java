package dev.hearth.chat.directory.circle;

import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// A conversation in a circle.
///
/// @param other whom the conversation is with, when it is a contact's
/// @param createdAt since when it is in the circle: microseconds since the epoch, different for all
///   in one circle
public record CircleItem(
    CircleId circle, ConversationId conversation, Optional<UserId> other, long createdAt) {}
