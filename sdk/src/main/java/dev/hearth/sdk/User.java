package dev.hearth.sdk;

import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// A person or a bot, as this session sees them.
///
/// @param identityNumber the digits by which people find each other
/// @param name what they call themselves
/// @param app what a bot has and a person has not
public record User(
    UserId id,
    String identityNumber,
    String name,
    String biography,
    Relationship relationship,
    Optional<App> app) {

  /// How it takes messages.
  public Protection takes() {
    if (!bot()) {
      return Protection.SIGNAL;
    }
    return takesEncrypted() ? Protection.ENCRYPTED : Protection.NONE;
  }

  /// Whether it is a bot.
  public boolean bot() {
    return app.isPresent();
  }

  /// Whether it is a bot that reads what was sealed with [Protection#ENCRYPTED].
  public boolean takesEncrypted() {
    return app.map(App::takesEncrypted).orElse(false);
  }
}
