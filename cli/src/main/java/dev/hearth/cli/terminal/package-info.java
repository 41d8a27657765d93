/// `hearth chat`: conversations in the terminal.
///
/// Entries come in through a {@link dev.hearth.cli.terminal.Terminal}; {@link
/// dev.hearth.cli.terminal.TerminalChat} does what each asks for, and a {@link
/// dev.hearth.cli.terminal.Screen} shows what was said and how far it has come. A person has an
/// editor ({@link dev.hearth.cli.terminal.EditedTerminal}, the only user of JLine), a pipe has
/// plain lines. A {@link dev.hearth.cli.terminal.ChatListener} hears what others say, and {@link
/// dev.hearth.cli.terminal.ChatHistory} keeps it in the client's store. A {@link
/// dev.hearth.cli.terminal.Purse} pays. The messages themselves are the SDK's matter.
@NullMarked
package dev.hearth.cli.terminal;

import org.jspecify.annotations.NullMarked;
