package dev.hearth.platform.runtime;

/// Nothing was done, and the same may work later: what is asked for is fine, and so is the server.
/// It has no stack trace: where it was noticed says nothing about the cause.
public abstract class NotNow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected NotNow(String why) {
    super(why, null, false, false);
  }
}
