package dev.hearth.chat.directory.conversation;

import java.util.Optional;

/// The rights of a participant in a group. In a contact both are members.
public enum Role {
  OWNER("OWNER"),
  ADMIN("ADMIN"),
  MEMBER("");

  private final String wire;

  Role(String wire) {
    this.wire = wire;
  }

  /// As clients write it.
  public String wire() {
    return wire;
  }

  public static Optional<Role> find(String wire) {
    for (var role : values()) {
      if (role.wire.equals(wire)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
