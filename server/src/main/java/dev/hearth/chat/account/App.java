package dev.hearth.chat.account;

import dev.hearth.protocol.UserId;
import java.util.List;

/// The side of a bot that its developer sees. Its name and picture are those of its user.
///
/// @param creator who made it; its own id when it was made by the operator
/// @param capabilities of `CONTACT`, `GROUP`, `IMMERSIVE`, `ENCRYPTED`; with the last, apps encrypt
///   what they send to it
/// @param updatedAt microseconds since the epoch
public record App(
    UserId creator,
    String description,
    String homeUri,
    String redirectUri,
    String category,
    List<String> capabilities,
    List<String> resourcePatterns,
    long updatedAt) {
  public App {
    capabilities = List.copyOf(capabilities);
    resourcePatterns = List.copyOf(resourcePatterns);
  }

  /// A bot that talks in contacts and groups, without encryption, and has no web pages.
  public static App plain(UserId creator, long createdAt) {
    return new App(creator, "", "", "", "OTHER", List.of("CONTACT", "GROUP"), List.of(), createdAt);
  }
}
