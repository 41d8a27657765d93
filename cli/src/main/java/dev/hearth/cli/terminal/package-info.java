/// `hearth chat`: a conversation on a development server, in the terminal.
///
/// Lines come in through a {@link dev.hearth.cli.terminal.Terminal}; {@link
/// dev.hearth.cli.terminal.TerminalChat} does what each asks for, and a {@link
/// dev.hearth.cli.terminal.Screen} shows what was said and how far it has come. The messages
/// themselves are the SDK's matter.
@NullMarked
package dev.hearth.cli.terminal;

import org.jspecify.annotations.NullMarked;
