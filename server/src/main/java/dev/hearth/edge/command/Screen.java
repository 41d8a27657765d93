package dev.hearth.edge.command;

import dev.hearth.protocol.MessageId;

/// What a chat shows. Any thread may write; a line is whole.
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

  /// So much of what a line typed here asked for is done. Not every screen shows it.
  void progress(MessageId message, String text, int percent);

  /// A line that was typed here has come further.
  void ticks(MessageId message, String text, Ticks ticks);
}
