package dev.hearth.platform.runtime;

/// Nothing was written, because the disk is nearly full ({@link DiskSpace}).
public final class DiskFull extends NotNow {
  private static final long serialVersionUID = 1L;

  /// The text that clients get.
  public static final String DESCRIPTION = "The disk is full. Try again later.";

  public DiskFull() {
    super("the disk is nearly full");
  }
}
