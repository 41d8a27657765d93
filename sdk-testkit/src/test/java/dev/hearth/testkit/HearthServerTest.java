package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.platform.settings.InvalidSettings;
import dev.hearth.protocol.payload.Location;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Relationship;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HearthServerTest {

  @Test
  void two_people_talk() throws Exception {
    // @start region="start"
    try (var hearth = HearthServer.start();
        var alice = hearth.online(hearth.person("Alice"));
        var bob = hearth.online(hearth.person("Bob"))) {
      alice.say(bob.id(), "Hello, Bob");

      assertThat(bob.next().text()).isEqualTo("Hello, Bob");
    }
    // @end
  }

  @Test
  void a_message_is_heard_and_answered() throws Exception {
    try (var hearth = HearthServer.start();
        var alice = hearth.online(hearth.person("Alice"));
        var bob = hearth.online(hearth.person("Bob"))) {
      alice.say(bob.id(), "Hello, Bob");
      var heard = bob.next();
      bob.say(heard.conversation(), Location.of(13.4, 52.5));

      assertThat(heard.text()).isEqualTo("Hello, Bob");
      assertThat(heard.author()).isEqualTo(alice.id());
      assertThat(alice.next().content()).isInstanceOf(Location.class);
    }
  }

  @Test
  void contacts_know_each_other_and_share_a_conversation() throws Exception {
    try (var hearth = HearthServer.start()) {
      var alice = hearth.person("Alice");
      var bob = hearth.person("Bob");

      var conversation = hearth.contact(alice, bob);

      try (var client = hearth.client(bob)) {
        assertThat(client.api().findConversation(conversation)).isPresent();
        assertThat(client.api().friends())
            .singleElement()
            .satisfies(friend -> {
              assertThat(friend.id()).isEqualTo(alice.userId());
              assertThat(friend.relationship()).isEqualTo(Relationship.FRIEND);
            });
      }
    }
  }

  @Test
  void a_group_hears_what_a_member_says() throws Exception {
    try (var hearth = HearthServer.start()) {
      var alice = hearth.person("Alice");
      var bob = hearth.person("Bob");
      var weather = hearth.bot("Weather");
      var group = hearth.group(alice, "Garden", bob, weather);

      try (var speaks = hearth.online(bob);
          var listens = hearth.online(alice)) {
        speaks.say(group, "Does it rain?");

        assertThat(listens.next().text()).isEqualTo("Does it rain?");
      }
    }
  }

  @Test
  void somebody_has_a_second_device_until_it_is_signed_out() throws Exception {
    try (var hearth = HearthServer.start()) {
      var alice = hearth.person("Alice");
      var tablet = hearth.anotherDevice(alice);

      try (var bob = hearth.online(hearth.person("Bob"));
          var phone = hearth.online(alice);
          var second = hearth.online(tablet)) {
        bob.say(alice.userId(), "Hello");
        assertThat(phone.next().text()).isEqualTo("Hello");
        assertThat(second.next().text()).isEqualTo("Hello");

        hearth.signOut(tablet);

        bob.say(alice.userId(), "Still there?");
        assertThat(phone.next().text()).isEqualTo("Still there?");
        assertThatThrownBy(() -> second.client().api().me()).isInstanceOf(HearthException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void a_client_stays_signed_in_though_the_clock_is_turned_while_it_connects_or_asks(int days)
      throws Exception {
    try (var hearth = HearthServer.start()) {
      var readings = new AtomicInteger();
      // Turned right after the client has read it for its token: the token is out of date when it
      // arrives.
      InstantSource turnedOnce =
          () -> {
            Instant read = hearth.clock().instant();
            if (readings.incrementAndGet() == 1) {
              hearth.clock().turn(Duration.ofDays(days));
            }
            return read;
          };
      var options = hearth.options().withClock(turnedOnce);

      try (var alice = HearthClient.of(hearth.person("Alice"), options)) {
        alice.connect(_ -> {});
        assertThat(alice.awaitConnected(Duration.ofSeconds(20))).isTrue();

        readings.set(0);
        assertThat(alice.api().me().name()).isEqualTo("Alice");
        assertThat(readings).hasValueGreaterThan(1);
      }
    }
  }

  @Test
  void a_message_sent_after_the_clock_was_turned_is_dated_then() throws Exception {
    try (var hearth = HearthServer.start();
        var alice = hearth.online(hearth.person("Alice"));
        var bob = hearth.online(hearth.person("Bob"))) {
      alice.say(bob.id(), "Today");
      Instant today = bob.next().createdAt();

      hearth.clock().turn(Duration.ofDays(30));
      alice.say(bob.id(), "A month later");

      assertThat(bob.next().createdAt())
          .isBetween(today.plus(Duration.ofDays(30)), today.plus(Duration.ofDays(31)));
    }
  }

  @Test
  void stored_data_gets_older_when_the_clock_is_turned(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("letter"), "Hello");
    try (var hearth = HearthServer.start("attachment.retention = 20d");
        var client = hearth.client(hearth.person("Alice"))) {
      var attachment = client.api().upload(file, "text/plain");

      hearth.clock().turn(Duration.ofDays(19));
      assertThat(client.api().download(attachment, folder.resolve("in time"), 1_000))
          .isInstanceOf(Downloaded.Saved.class);
      hearth.clock().turn(Duration.ofDays(2));

      assertThat(client.api().download(attachment, folder.resolve("late"), 1_000))
          .isInstanceOf(Downloaded.Missing.class);
    }
  }

  @Test
  void a_token_of_yesterday_is_refused_once_the_clock_was_turned() {
    try (var hearth = HearthServer.start()) {
      var alice = hearth.person("Alice");
      var behind = hearth.options().withClock(InstantSource.system());
      try (var client = HearthClient.of(alice, behind);
          var inTime = hearth.client(alice)) {
        assertThat(client.api().me().id()).isEqualTo(alice.userId());

        hearth.clock().turn(Duration.ofDays(1));

        assertThatThrownBy(() -> client.api().me())
            .isInstanceOfSatisfying(
                HearthException.class, refused -> assertThat(refused.code()).isEqualTo(401));
        assertThat(inTime.api().me().id()).isEqualTo(alice.userId());
      }
    }
  }

  @Test
  void servers_side_by_side_know_nothing_of_each_other() {
    try (var one = HearthServer.start();
        var other = HearthServer.start()) {
      var alice = one.person("Alice");
      one.clock().turn(Duration.ofDays(1));

      try (var here = HearthClient.of(alice, one.options());
          var there = HearthClient.of(alice, other.options())) {
        assertThat(one.api()).isNotEqualTo(other.api());
        assertThat(here.api().me().id()).isEqualTo(alice.userId());
        assertThatThrownBy(() -> there.api().me()).isInstanceOf(HearthException.class);
      }
    }
  }

  @Test
  void a_closed_server_leaves_no_files_and_frees_its_port() throws Exception {
    var before = temporaryFolders();
    int port;
    try (var hearth = HearthServer.start();
        var alice = hearth.online(hearth.person("Alice"))) {
      port = hearth.api().getPort();
      alice.say(hearth.bot("Echo").userId(), "Hello");
    }

    assertThat(temporaryFolders()).isEqualTo(before);
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void a_server_that_does_not_start_leaves_no_files() throws Exception {
    var before = temporaryFolders();

    assertThatThrownBy(() -> HearthServer.start("no.such-setting = 1"))
        .isInstanceOf(InvalidSettings.class);

    assertThat(temporaryFolders()).isEqualTo(before);
  }

  private static Set<Path> temporaryFolders() throws Exception {
    try (var inside = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return inside
          .filter(path -> path.getFileName().toString().startsWith(TemporaryFolder.PREFIX))
          .collect(Collectors.toSet());
    }
  }
}
