package dev.hearth.chat.message.log;

/// The log can't be written because the disk is full. Stored entries can still be read; after
/// {@link LogStore#mend} the log can be written again, once the disk has room.
public final class LogFull extends LogFailure {
  private static final long serialVersionUID = 1L;

  public LogFull(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
