/// `hearth dev`: a development server, with Alice, Bob and Echo on it.
///
/// {@link dev.hearth.cli.dev.DevPeople} makes them, {@link dev.hearth.cli.dev.Ember} is what they
/// pay each other with, and {@link dev.hearth.cli.dev.DevWorld} is how other programs find them: a
/// file with their keystores and PINs, which only its owner can read.
@NullMarked
package dev.hearth.cli.dev;

import org.jspecify.annotations.NullMarked;
