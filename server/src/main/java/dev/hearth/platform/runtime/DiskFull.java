package dev.hearth.platform.runtime;

/// Nothing was written, because the disk is nearly full ({@link DiskSpace}). It has no stack trace:
/// where it was noticed says nothing about the cause.
public final class DiskFull extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The text that clients get.
  public static final String DESCRIPTION = "The disk is full. Try again later.";

  public DiskFull() {
    super("the disk is nearly full", null, false, false);
  }
}
