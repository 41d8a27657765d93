/// Bots to copy from. Each is one file: a `main` that takes a keystore file and a server's address,
/// and a `teach` that says what the bot does, which its test calls as well.
@NullMarked
package dev.hearth.examples;

import org.jspecify.annotations.NullMarked;
