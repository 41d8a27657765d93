package dev.hearth.sdk.store;

/// A store can't be opened or used: somebody has to repair the cause. The requested change has not
/// happened.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StoreFault reason;

  StoreException(StoreFault reason, String message) {
    super(message);
    this.reason = reason;
  }

  StoreException(StoreFault reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// The cause.
  public enum StoreFault {
    /// Another process has it open, or another client in this one.
    IN_USE,
    /// It was made with another key or passphrase.
    WRONG_KEY,
    /// The file is something else, such as another program's.
    NOT_A_STORE,
    /// A newer version of this SDK has written it.
    NEWER,
    /// It has been changed by somebody who doesn't have the key, or by a broken disk.
    DAMAGED,
    /// The file can't be made, read or written; the disk may be full.
    DISK
  }

  public StoreFault reason() {
    return reason;
  }
}
