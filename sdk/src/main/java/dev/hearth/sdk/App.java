package dev.hearth.sdk;

import java.util.Set;

/// What makes a user a bot.
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
