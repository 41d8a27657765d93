package dev.hearth.cli.option;

/// A command can't do what was asked; the message says why, and what to do.
public final class CommandRefused extends RuntimeException {
  public CommandRefused(String why) {
    super(why);
  }
}
