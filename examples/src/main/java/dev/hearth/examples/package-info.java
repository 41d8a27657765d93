/// Bots to copy from. Each has a `main` that takes a keystore file and a server's address
/// (`ArchiveBot` also a folder to write to), and a `teach` that says what the bot does, which its
/// test calls as well. `PollBot` keeps its polls in a second file, `Polls`.
@NullMarked
package dev.hearth.examples;

import org.jspecify.annotations.NullMarked;
