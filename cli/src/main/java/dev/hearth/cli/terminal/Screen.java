package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.MessageId;

/// Shows a chat. Any thread may write; entries stay whole.
interface Screen {

  /// Something that was said by somebody else, or about the chat itself; it may have several lines.
  void line(String text);

  /// An entry that was typed here goes out.
  void typed(MessageId message, String text);

  /// `percent` of the work that a typed entry asked for is done. Not every screen shows it.
  void progress(MessageId message, String text, int percent);

  /// An entry that was typed here has come further.
  void ticks(MessageId message, String text, Ticks ticks);
}
