package dev.hearth.cli.option;

import dev.hearth.platform.runtime.OnLoss;

/// The option `--accept-loss` of the commands that run a server.
public final class OnLossOption {
  public static final String WHAT =
      "Start although something that was stored is missing or damaged, and continue without it; the"
          + " log says what was lost.";

  private OnLossOption() {}

  public static OnLoss of(boolean accepted) {
    return accepted ? OnLoss.ACCEPT : OnLoss.REFUSE;
  }
}
