package dev.hearth.chat.media;

import java.io.IOException;

/// The bytes of an upload end before they should: thrown by the stream they come from.
public final class InterruptedUpload extends IOException {
  private static final long serialVersionUID = 1L;
  private final Uploaded.Why why;

  /// @param why [Uploaded.Why#INTERRUPTED] or [Uploaded.Why#TOO_SLOW]
  public InterruptedUpload(Uploaded.Why why) {
    super("an upload came to no end: " + why);
    this.why = why;
  }

  Uploaded.Why why() {
    return why;
  }
}
