package dev.hearth.platform.runtime;

/// The server can't start as things are; the message tells the operator why, and what to do.
public final class StartRefused extends RuntimeException {
  public StartRefused(String why) {
    super(why);
  }

  public StartRefused(String why, Throwable cause) {
    super(why, cause);
  }
}
