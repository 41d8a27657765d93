package dev.hearth.chat.directory.account;

import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// A person or a bot.
///
/// @param identityNumber what people find each other by: see {@link IdentityNumbers}
/// @param picture the {@link PortraitName} of what they show; "" for nothing
/// @param codeId what the user's QR code carries
/// @param createdAt microseconds since the epoch
/// @param app what makes this user a bot; empty for a person
public record User(
    UserId id,
    long identityNumber,
    String fullName,
    String biography,
    String picture,
    String phone,
    String codeId,
    Preferences preferences,
    long createdAt,
    Optional<App> app) {

  public boolean bot() {
    return app.isPresent();
  }
}
