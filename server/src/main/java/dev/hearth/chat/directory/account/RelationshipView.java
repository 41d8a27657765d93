package dev.hearth.chat.directory.account;

import dev.hearth.protocol.id.UserId;

/// The questions of rules about who knows whom. {@link Relationships} answers from memory or else
/// from the database; {@link Relationships#inMemory} answers from memory, or throws {@link
/// dev.hearth.platform.runtime.NotInMemory}.
public interface RelationshipView {
  Relationship between(UserId user, UserId other);

  default boolean blocks(UserId who, UserId whom) {
    return between(who, whom).blocked();
  }
}
