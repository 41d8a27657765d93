/// The command line: what somebody types after `./hearth`.
///
/// {@link dev.hearth.edge.command.HearthCommand} lists the commands. Those that need a server of
/// their own get it from {@link dev.hearth.edge.command.Servers}, which the program implements;
/// those that need the one that runs ask it through its local door. What a person reads goes to
/// standard error, what a program reads goes to standard output.
@NullMarked
package dev.hearth.edge.command;

import org.jspecify.annotations.NullMarked;
