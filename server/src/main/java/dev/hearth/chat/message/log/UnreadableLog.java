package dev.hearth.chat.message.log;

/// Something that the log stored can't be read: it is damaged or gone. Nothing was changed by the
/// attempt, and what is stored elsewhere can still be read and written.
public final class UnreadableLog extends LogFailure {
  private static final long serialVersionUID = 1L;

  public UnreadableLog(String sentence) {
    super(sentence);
  }

  public UnreadableLog(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
