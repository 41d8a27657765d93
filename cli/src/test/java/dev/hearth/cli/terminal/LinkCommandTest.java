package dev.hearth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.HearthCommand;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.DeviceLink;
import dev.hearth.sdk.DeviceLink.Outcome.Linked;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.LinkAddress;
import dev.hearth.sdk.store.ClientStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkCommandTest {
  @TempDir private Path folder;
  private DevServer dev;

  @BeforeEach
  void start() throws InterruptedException {
    dev = new DevServer(folder);
  }

  @AfterEach
  void stop() {
    dev.close();
  }

  @Test
  void a_new_device_is_linked_by_the_address_that_it_shows_and_once() throws Exception {
    var options = ClientOptions.at(dev.server().api());
    try (var link = DeviceLink.open(options)) {
      var linked = ClientStore.inMemory();

      assertThat(run(link.address())).isEqualTo("The new device has all it needs to sign in.\n");

      Keystore keystore = ((Linked) link.await(linked)).keystore();
      try (var client = HearthClient.of(keystore, linked, options)) {
        client.connect(message -> {});
        client.awaitConnected(Duration.ofSeconds(20));
        assertThat(client.api().me().id()).isEqualTo(dev.known("Alice").userId());
      }
      assertThat(run(link.address()))
          .isEqualTo("no device waits there any more: have it show a new address\n");
    }
  }

  @Test
  void a_text_that_is_not_an_address_is_refused() {
    assertThat(run("mixin://codes/7")).isEqualTo("this is not the address of a device\n");
  }

  private String run(LinkAddress address) {
    return run(address.toString());
  }

  /// Returns the lines of the command.
  private String run(String address) {
    var words = new ArrayList<>(List.of("user", "link", address));
    words.addAll(List.of("--as", "alice", "--data", folder.toString()));
    var errors = new StringWriter();
    HearthCommand.line(words.toArray(String[]::new))
        .setErr(new PrintWriter(errors, true))
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          command.getErr().println(failure.getMessage());
          return 1;
        })
        .execute(words.toArray(String[]::new));
    return errors.toString();
  }
}
