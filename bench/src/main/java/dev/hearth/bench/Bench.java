package dev.hearth.bench;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `hearth bench`: measures a server, or parts of one.
@Command(
    name = "hearth bench",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    description = {
      "Measures a Hearth server from outside, over real sockets on this machine.",
      "Prints a header line, then a line of tab-separated figures for each result."
    },
    subcommands = {
      Pairs.class,
      Group.class,
      Idle.class,
      CatchUp.class,
      Keys.class,
      Start.class,
      Abuse.class,
      AttackCommand.class,
      Microbenchmarks.class
    })
public final class Bench {
  Bench() {}

  public static void main(String[] arguments) {
    boolean named = arguments.length > 0 && arguments[0].equals("bench");
    String[] own = named ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    System.exit(new CommandLine(new Bench()).execute(own));
  }
}
