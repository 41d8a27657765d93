package dev.hearth.sdk;

import java.util.Set;

/// The app behind a user that is a bot.
///
/// @param capabilities such as `CONTACT`, `GROUP` and `ENCRYPTED`
public record App(Set<String> capabilities) {
  private static final String ENCRYPTED = "ENCRYPTED";

  public App {
    capabilities = Set.copyOf(capabilities);
  }

  boolean takesEncrypted() {
    return capabilities.contains(ENCRYPTED);
  }
}
