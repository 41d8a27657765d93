package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Transaction;
import java.util.UUID;

/// A portrait whose bytes are kept, ready to become the one that a user or a group shows. The wing
/// of the media has the bytes; the directory knows the name.
public interface KeptPortrait {
  PortraitName name();

  /// Makes it the portrait of `owner`, a user or a group, as a part of the change that says so.
  void becomeThatOf(Transaction tx, UUID owner);
}
