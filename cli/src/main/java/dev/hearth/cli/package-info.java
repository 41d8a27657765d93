/// The command line: everything that somebody types after `./hearth`. This is the map.
///
/// ```
/// HearthCommand      the program: finds the command and runs it, and says what is wrong with it
///
/// ├─ terminal          `hearth chat`: a conversation in the terminal, and what its devices do
/// ├─ dev               `hearth dev`: a server to try things on, with its people and its bot
/// ├─ operator          a server for people who rely on it: serve, users, bots, sessions, backups
/// └─ option            what several commands take, and how they refuse
/// ```
///
/// A folder uses only what stands below it; `CliFoldersTest` reads this map and holds the order.
/// Commands that run a server start it with {@link dev.hearth.Hearth}; commands that need the
/// running server ask it through its local door. Text for people goes to standard error, output for
/// programs goes to standard output. Only this module configures logging.
@NullMarked
package dev.hearth.cli;

import org.jspecify.annotations.NullMarked;
