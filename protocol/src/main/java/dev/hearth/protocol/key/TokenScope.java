package dev.hearth.protocol.key;

import java.util.List;
import java.util.Set;

/// The purposes that a token may be used for, by its claim `scp`. The owner of a session's key
/// writes it, to hand on a token that can do less than the session.
///
/// @param names such as `MESSAGES:READ`; empty for everything
public record TokenScope(Set<String> names) {
  /// For everything.
  public static final TokenScope FULL = new TokenScope(Set.of());

  /// The apps' own list, with which they do everything.
  private static final Set<String> OF_APPS =
      Set.of(
          "PROFILE:READ",
          "PROFILE:WRITE",
          "PHONE:READ",
          "PHONE:WRITE",
          "CONTACTS:READ",
          "CONTACTS:WRITE",
          "MESSAGES:READ",
          "MESSAGES:WRITE",
          "ASSETS:READ",
          "SNAPSHOTS:READ",
          "CIRCLES:READ",
          "CIRCLES:WRITE",
          "STICKERS:READ",
          "STICKERS:WRITE");

  public TokenScope {
    names = Set.copyOf(names);
  }

  /// Reads the claim: names, separated by spaces. Tokens of the first years have none, and could do
  /// everything.
  public static TokenScope of(String claim) {
    Set<String> names = Set.copyOf(List.of(claim.strip().split("\\s+")));
    return claim.isBlank() || names.contains(SessionToken.FULL) || names.containsAll(OF_APPS)
        ? FULL
        : new TokenScope(names);
  }

  public boolean isFull() {
    return names.isEmpty();
  }

  /// Whether it is for everything, or for this among others.
  public boolean allows(String name) {
    return isFull() || names.contains(name);
  }
}
