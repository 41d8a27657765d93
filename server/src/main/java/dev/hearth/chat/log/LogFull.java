package dev.hearth.chat.log;

/// The log can't be written because the disk has no room. What is stored can still be read; after
/// {@link LogStore#mend} it can be written again, once there is room.
public final class LogFull extends LogFailure {
  private static final long serialVersionUID = 1L;

  public LogFull(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
