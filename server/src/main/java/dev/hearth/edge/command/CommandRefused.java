package dev.hearth.edge.command;

/// A command can't do what was asked; the message says why, and what to do.
final class CommandRefused extends RuntimeException {
  CommandRefused(String why) {
    super(why);
  }
}
