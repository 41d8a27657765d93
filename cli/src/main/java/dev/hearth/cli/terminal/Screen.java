package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.MessageId;

/// Shows a chat. Any thread may write; lines stay whole.
interface Screen {

  /// A screen that suits the terminal.
  static Screen on(Terminal terminal) {
    return terminal.interactive()
        ? new InteractiveScreen(terminal.out())
        : new PlainScreen(terminal.out());
  }

  /// Something that was said by somebody else, or about the chat itself.
  void line(String text);

  /// A line that was typed here goes out.
  void typed(MessageId message, String text);

  /// `percent` of the work that a typed line asked for is done. Not every screen shows it.
  void progress(MessageId message, String text, int percent);

  /// A line that was typed here has come further.
  void ticks(MessageId message, String text, Ticks ticks);
}
