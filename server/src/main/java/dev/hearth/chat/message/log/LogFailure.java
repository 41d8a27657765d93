package dev.hearth.chat.message.log;

/// The log can't be opened, read or written: a broken machine or a wrong folder, nothing a client
/// did. The message is a sentence for the person on call and names no payload.
public sealed class LogFailure extends RuntimeException permits UnreadableLog, LogFull {
  private static final long serialVersionUID = 1L;

  public LogFailure(String sentence) {
    super(sentence);
  }

  public LogFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
