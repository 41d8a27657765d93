package dev.hearth.chat.directory.account;

import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;

/// The side of a bot that its developer sees. Its name and picture are those of its user.
///
/// @param creator who made it; its own id when it was made by the operator
/// @param capabilities of `CONTACT`, `GROUP`, `IMMERSIVE`, {@link #ENCRYPTED}, {@link #REPRESENT},
///   {@link #SAFE}
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

  /// Apps encrypt what they send to it.
  public static final String ENCRYPTED = "ENCRYPTED";

  /// The app may speak for others: users see them as the sender.
  public static final String REPRESENT = "REPRESENT";

  /// A bot that was written since 2023: it learns of transfers in the form that such bots read.
  /// Clients don't see this capability.
  public static final String SAFE = "SAFE";

  public App {
    capabilities = List.copyOf(capabilities);
    resourcePatterns = List.copyOf(resourcePatterns);
  }

  /// A bot that talks in contacts and groups, without encryption, and has no web pages.
  ///
  /// @param more capabilities
  static App plain(UserId creator, List<String> more, long createdAt) {
    List<String> capabilities = new ArrayList<>(List.of("CONTACT", "GROUP"));
    capabilities.addAll(more);
    return new App(creator, "", "", "", "OTHER", capabilities, List.of(), createdAt);
  }

  public boolean readsSafeSnapshots() {
    return capabilities.contains(SAFE);
  }

  public boolean mayRepresent() {
    return capabilities.contains(REPRESENT);
  }
}
