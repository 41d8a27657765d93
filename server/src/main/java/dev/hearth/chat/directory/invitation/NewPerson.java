package dev.hearth.chat.directory.invitation;

import dev.hearth.chat.directory.account.KeptPortrait;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// Somebody who wants an account.
///
/// @param id a new one, which the portrait is kept under
/// @param fullName as {@link ProfileChange#isName} has it
/// @param device the first one they have
public record NewPerson(
    UserId id, String fullName, Optional<KeptPortrait> portrait, NewDevice device) {

  /// @throws IllegalArgumentException when nobody can have this name
  public NewPerson {
    if (!ProfileChange.isName(fullName)) {
      throw new IllegalArgumentException("nobody can have this name");
    }
  }
}
