package dev.hearth.cli.operator;

import dev.hearth.cli.option.CommandRefused;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `hearth user`: the people and bots of a running server.
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Adds and lists users of a running server, and lets them in again.",
    subcommands = {
      UserCommand.AddUser.class,
      UserCommand.ListAll.class,
      UserCommand.Code.class,
      UserCommand.Phone.class,
      UserCommand.PinReset.class
    })
public final class UserCommand {

  /// `hearth user add`.
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "Adds a person, signed in on one device.",
        "Prints the device's keystore: keep it, it can't be had again."
      })
  static final class AddUser extends ServerCommand {
    @Parameters(paramLabel = "NAME", description = "The person's name.")
    private String name = "";

    @Option(
        names = "--format",
        defaultValue = "app",
        description = "The keystore's shape: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private KeystoreFormat format = KeystoreFormat.app;

    @Option(
        names = "--phone",
        paramLabel = "NUMBER",
        description = "The person's phone number, such as +4930123456, to sign in with.")
    private String phone = "";

    @Override
    public Integer call() {
      var wanted =
          JsonMapper.shared().createObjectNode().put("name", name).put("phone", plain(phone));
      addUser(wanted, format);
      return 0;
    }
  }

  /// `hearth user code`.
  @Command(
      name = "code",
      mixinStandardHelpOptions = true,
      description = {
        "Prints a code with which a person signs in on a new device, once, within ten minutes.",
        "Give it to them and to nobody else."
      })
  static final class Code extends ServerCommand {
    @Parameters(paramLabel = "NUMBER", description = "The identity number, see `user list`.")
    private String number = "";

    @Option(
        names = "--end-others",
        description = {
          "Signs out all other devices of the person once the code is used: one was lost or stolen.",
          "Without it the new device decides; apps that don't ask sign the others out."
        })
    private boolean endOthers;

    @Option(
        names = "--long",
        description = {
          "A code of 16 digits also where `account.code-length` is short.",
          "The stock apps don't take it; wrong tries at other codes don't matter to it."
        })
    private boolean longCode;

    @Override
    public Integer call() {
      var wanted =
          JsonMapper.shared().createObjectNode().put("end_others", endOthers).put("long", longCode);
      String path = pathOf(number) + "/code";
      JsonNode answer = door().post(path, wanted);
      say(
          "For %s, good for %d minutes and one device%s."
              .formatted(
                  nameOf(answer),
                  answer.path("minutes").asInt(),
                  endOthers ? "; all other devices of theirs are signed out then" : ""));
      out().println(answer.path("code").asString());
      return 0;
    }
  }

  /// `hearth user phone`.
  @Command(
      name = "phone",
      mixinStandardHelpOptions = true,
      description = {
        "Sets a person's phone number, with which they sign in and others may find them.",
        "Without a number, it takes theirs away. Nobody calls it: the codes are yours to hand over."
      })
  static final class Phone extends ServerCommand {
    @Parameters(
        index = "0",
        paramLabel = "NUMBER",
        description = "The identity number, see `user list`.")
    private String number = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "PHONE",
        description = "The phone number with its country's, such as +4930123456.")
    private String phone = "";

    @Override
    public Integer call() {
      var wanted = JsonMapper.shared().createObjectNode().put("phone", plain(phone));
      JsonNode answer = door().post(pathOf(number) + "/phone", wanted);
      say(
          phone.isEmpty()
              ? nameOf(answer) + " has no phone number any more."
              : nameOf(answer) + " signs in with " + plain(phone) + ", too.");
      return 0;
    }
  }

  /// `hearth user pin-reset`.
  @Command(
      name = "pin-reset",
      mixinStandardHelpOptions = true,
      description = {
        "Takes the PIN of a person or a bot away, for who has forgotten theirs.",
        "They stay signed in, and set another one. Be sure that it is they who ask."
      })
  static final class PinReset extends ServerCommand {
    @Parameters(paramLabel = "NUMBER", description = "The identity number, see `user list`.")
    private String number = "";

    @Override
    public Integer call() {
      String path = pathOf(number) + "/pin";
      JsonNode answer = door().delete(path);
      if (!answer.path("reset").asBoolean()) {
        throw new CommandRefused(nameOf(answer) + " has no PIN");
      }
      say(nameOf(answer) + " has no PIN any more.");
      return 0;
    }
  }

  /// `hearth user list`.
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists people and bots with the sessions they are signed in with.",
        "One line for each session, separated by tabs: identity number, name, kind, user id,",
        "session id, since when. A user without a session has a line too."
      })
  static final class ListAll extends ServerCommand {
    @Override
    public Integer call() {
      AdminClient door = door();
      PrintWriter out = out();
      String after = "0";
      JsonNode page = door.get("/users?after=" + after).path("users");
      while (!page.isEmpty()) {
        for (JsonNode user : page) {
          print(user, out);
          after = user.path("identity_number").asString();
        }
        page = door.get("/users?after=" + after).path("users");
      }
      out.flush();
      return 0;
    }

    private static void print(JsonNode user, PrintWriter out) {
      String who =
          String.join(
              "\t",
              user.path("identity_number").asString(),
              nameOf(user),
              user.path("bot").asBoolean() ? "bot" : "person",
              user.path("user_id").asString());
      JsonNode sessions = user.path("sessions");
      if (sessions.isEmpty()) {
        out.println(who + "\t-\t-");
      }
      for (JsonNode session : sessions) {
        out.println(
            String.join(
                "\t",
                who,
                session.path("session_id").asString(),
                session.path("created_at").asString()));
      }
    }
  }

  /// A phone number without what people put between its digits.
  private static String plain(String phone) {
    return phone.replaceAll("[ ()./-]", "");
  }

  private static String pathOf(String identityNumber) {
    if (!identityNumber.matches("[1-9][0-9]{0,17}")) {
      throw new CommandRefused(identityNumber + " is not an identity number");
    }
    return "/users/" + identityNumber;
  }
}
