package dev.hearth.platform.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a start handles stored data that is gone or damaged: it refuses, unless the operator said
/// `--accept-loss`.
public enum OnLoss {
  /// Starts nothing, and changes nothing.
  REFUSE,
  /// Continues with what is left, and says in the log what was lost.
  ACCEPT;

  private static final Logger LOG = LoggerFactory.getLogger(OnLoss.class);

  /// Something is lost. Returns only when that is accepted.
  ///
  /// @param what a sentence without its period: what is missing or damaged, and what was in it
  /// @throws StartRefused with the sentence, and what the operator can do
  public void found(String what) {
    if (this == REFUSE) {
      throw new StartRefused(
          what
              + "; restore the data folder from a backup, or start with --accept-loss to continue"
              + " without what is lost");
    }
    LOG.error("Accepted as lost: {}", what);
    Audit.done("loss-accepted", Audit.By.ACCEPT_LOSS, "what", what);
  }
}
