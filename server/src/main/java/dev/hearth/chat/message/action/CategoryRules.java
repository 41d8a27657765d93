package dev.hearth.chat.message.action;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.protocol.payload.Category;
import java.util.Set;

/// Which categories somebody may say, and by which means. Names that are new to us are passed on
/// where a family is made for that; clients show them as not supported.
final class CategoryRules {
  static final String PLAIN_JSON = "PLAIN_JSON";
  static final String MESSAGE_RECALL = "MESSAGE_RECALL";
  static final String MESSAGE_PIN = "MESSAGE_PIN";

  // Only known names are allowed here: a client might do anything with others, such as ring for a
  // call.
  private static final Set<String> ABOUT_MESSAGES = Set.of(MESSAGE_RECALL, MESSAGE_PIN);
  private static final Set<String> OF_CALLS =
      Set.of(
          "WEBRTC_AUDIO_OFFER",
          "WEBRTC_AUDIO_ANSWER",
          "WEBRTC_ICE_CANDIDATE",
          "WEBRTC_AUDIO_CANCEL",
          "WEBRTC_AUDIO_DECLINE",
          "WEBRTC_AUDIO_END",
          "WEBRTC_AUDIO_BUSY",
          "WEBRTC_AUDIO_FAILED");

  private CategoryRules() {}

  static boolean allow(Caller caller, Means means, String category) {
    return switch (Category.family(category)) {
      case PLAIN, ENCRYPTED, APP -> means != Means.CALL;
      case SIGNAL -> means != Means.CALL && !caller.bot();
      case MESSAGE -> means != Means.CALL && ABOUT_MESSAGES.contains(category);
      case WEBRTC -> means == Means.CALL && !caller.bot() && OF_CALLS.contains(category);
      // Only the server says SYSTEM_; nobody mixes group calls here; the rest no client knows.
      case SYSTEM, KRAKEN, OTHER -> false;
    };
  }
}
