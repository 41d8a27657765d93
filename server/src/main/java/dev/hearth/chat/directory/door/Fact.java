package dev.hearth.chat.directory.door;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;

/// Something that a change did to the directory. It names the thing, and not its state: a fact is
/// true whenever and wherever it is heard.
public sealed interface Fact {
  /// A user was registered, or their profile, preferences or code are others now.
  record UserChanged(UserId user) implements Fact {}

  /// A user signed in on a device.
  record SessionBegan(UserId user, SessionId session) implements Fact {}

  /// A session says something else of itself.
  record SessionChanged(UserId user, SessionId session) implements Fact {}

  /// A user was signed out on a device, for good.
  record SessionEnded(UserId user, SessionId session) implements Fact {}

  /// A user sees others differently: as a friend, as blocked, or under another name.
  record RelationshipsChanged(UserId user) implements Fact {}

  /// A conversation was created, or it or its members changed.
  record ConversationChanged(ConversationId conversation) implements Fact {}

  /// A user joined or left a conversation.
  record MembershipsChanged(UserId user) implements Fact {}

  /// A user muted a conversation, or lets it be heard again.
  record MutesChanged(UserId user) implements Fact {}
}
