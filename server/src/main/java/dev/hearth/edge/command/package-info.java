/// The command line: everything that somebody types after `./hearth`.
///
/// {@link dev.hearth.edge.command.HearthCommand} lists the commands. Commands that need a server of
/// their own get it from {@link dev.hearth.edge.command.Servers}, which the program implements;
/// commands that need the running server ask it through its local door. Text for people goes to
/// standard error, output for programs goes to standard output.
@NullMarked
package dev.hearth.edge.command;

import org.jspecify.annotations.NullMarked;
