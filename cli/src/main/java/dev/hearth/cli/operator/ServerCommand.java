package dev.hearth.cli.operator;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A command that asks a running server for something: its answer goes to standard output, for
/// programs, and sentences about it to standard error, for people.
abstract class ServerCommand implements Callable<Integer> {
  @Mixin private final RunningServerOptions server = new RunningServerOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  /// The server's local door.
  final AdminClient door() {
    return server.door();
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final void say(String sentence) {
    spec.commandLine().getErr().println(sentence);
  }

  /// A number of things in words: `1 account`, `2 accounts`.
  static String counted(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  /// A text that somebody else has typed: nothing in it moves the cursor.
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  /// The name of a user or an asset.
  static String nameOf(JsonNode named) {
    return printable(named.path("name").asString());
  }

  /// Adds a person or a bot, and prints the keystore.
  final void addUser(ObjectNode wanted, KeystoreFormat format) {
    JsonNode user = door().post("/users", wanted).path("users").path(0);
    say(
        "%s has the identity number %s and the user id %s."
            .formatted(
                user.path("name").asString(),
                user.path("identity_number").asString(),
                user.path("user_id").asString()));
    out().println(format.of(user));
  }
}
