/// `hearth dev`: a development server, with Alice, Bob and Echo on it.
///
/// {@link dev.hearth.cli.dev.DevPeople} makes them, and {@link dev.hearth.cli.dev.DevWorld} is how
/// other programs find them: a file with their keystores, which only its owner can read.
@NullMarked
package dev.hearth.cli.dev;

import org.jspecify.annotations.NullMarked;
