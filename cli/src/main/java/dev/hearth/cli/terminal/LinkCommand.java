package dev.hearth.cli.terminal;

import dev.hearth.cli.option.CommandRefused;
import dev.hearth.cli.option.Folders;
import dev.hearth.cli.option.LogOutput;
import dev.hearth.sdk.DeviceLink;
import dev.hearth.sdk.DeviceLink.LinkAnswer;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.LinkAddress;
import dev.hearth.sdk.store.ClientStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hearth user link`: lets another device of a person in, from a device whose keys are on this
/// machine.
@Command(
    name = "link",
    mixinStandardHelpOptions = true,
    description = {
      "Links a new device to a person's account: the one that shows this address, as text or as a"
          + " QR code.",
      "This machine must have a device of that person, as `hearth chat` keeps it. The new device"
          + " gets the account's identity key, and reads from then on what the person reads: take the"
          + " address from the screen of a device in front of you, and from nowhere else."
    })
public final class LinkCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ADDRESS",
      description = "The text or the QR code on the new device: mixin://device/auth?id=…&pub_key=…")
  private String address = "";

  @ArgGroup(multiplicity = "1")
  private Owner owner = new Owner();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data folder of `hearth dev`, or with --keystore the folder of `chat/` (default: as"
              + " with `hearth chat`).")
  private @Nullable Path data;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Where the server is, for --keystore, such as https://chat.example.org.")
  private @Nullable URI server;

  @Option(
      names = "--pin",
      interactive = true,
      description = "Asks for the PIN of the account, which it needs if it has one.")
  private char @Nullable [] pin;

  @Spec private CommandSpec spec = CommandSpec.create();

  /// The person whose account it is.
  static final class Owner {
    @Option(names = "--as", paramLabel = "NAME", description = "This person of `hearth dev`.")
    private @Nullable String as;

    @Option(
        names = "--keystore",
        paramLabel = "FILE",
        description = "The person of this keystore, on the server of --server.")
    private @Nullable Path keystore;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    LogOutput.showErrorsOnly();
    LinkAddress wanted =
        LinkAddress.find(address.strip())
            .orElseThrow(() -> new CommandRefused("this is not the address of a device"));
    ChatAccount account = account();
    try (var _ = account.reserve();
        var store = account.openStore()) {
      say(answer(wanted, account, store));
    } catch (HearthException e) {
      throw ChatAccount.refused(e, account.options());
    }
    return 0;
  }

  private ChatAccount account() {
    if (owner.keystore == null) {
      Path folder = data == null ? Folders.dev() : data;
      return ChatAccount.onDevServer(String.valueOf(owner.as), folder, Optional.ofNullable(server));
    }
    if (server == null) {
      throw new CommandRefused("--keystore wants --server URL, where the account is");
    }
    return ChatAccount.of(owner.keystore, server, data == null ? Folders.state() : data);
  }

  private LinkAnswer answer(LinkAddress wanted, ChatAccount account, ClientStore store) {
    Optional<String> digits = Optional.ofNullable(pin).map(String::valueOf).or(account::pin);
    return digits.isPresent()
        ? DeviceLink.answer(wanted, account.keystore(), store, account.options(), digits.get())
        : DeviceLink.answer(wanted, account.keystore(), store, account.options());
  }

  private void say(LinkAnswer answer) {
    switch (answer) {
      case HANDED_OVER ->
          spec.commandLine().getErr().println("The new device has all it needs to sign in.");
      case NOBODY_WAITS ->
          throw new CommandRefused("no device waits there any more: have it show a new address");
      case NOT_ALLOWED ->
          throw new CommandRefused(
              "this device can't link others: it was linked itself, or the account has as many"
                  + " linked devices as it may");
      case PIN_WRONG -> throw new CommandRefused("the account's PIN is another one: see --pin");
    }
  }
}
