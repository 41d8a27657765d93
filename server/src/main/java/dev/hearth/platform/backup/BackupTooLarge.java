package dev.hearth.platform.backup;

import java.io.IOException;

/// A backup was not begun, because it would not fit.
public final class BackupTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  BackupTooLarge(String sentence) {
    super(sentence);
  }
}
