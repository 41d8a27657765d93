package dev.hearth.chat.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.TestingClock;
import dev.hearth.chat.media.Tickets.Use;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.protocol.id.AttachmentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path path;
  private final TestingClock clock = new TestingClock(NOW);
  private final AttachmentId id = AttachmentId.random();
  private DataFolder folder;
  private Tickets tickets;

  @BeforeEach
  void open() {
    folder = DataFolder.open(path);
    tickets = Tickets.in(folder, clock);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void a_ticket_is_good_until_its_end_for_one_use_of_one_attachment() {
    String ticket = tickets.issue(Use.VIEW, id, NOW.plusSeconds(60));

    assertThat(tickets.isGood(Use.VIEW, id, ticket)).isTrue();
    assertThat(tickets.isGood(Use.UPLOAD, id, ticket)).isFalse();
    assertThat(tickets.isGood(Use.VIEW, AttachmentId.random(), ticket)).isFalse();
    clock.turn(Duration.ofSeconds(60));
    assertThat(tickets.isGood(Use.VIEW, id, ticket)).isFalse();
  }

  @Test
  void no_letter_of_it_can_be_changed() {
    String ticket = tickets.issue(Use.VIEW, id, NOW.plusSeconds(60));

    for (int i = 0; i < ticket.length(); i++) {
      char other = ticket.charAt(i) == 'A' ? 'B' : 'A';
      String changed = ticket.substring(0, i) + other + ticket.substring(i + 1);
      assertThat(tickets.isGood(Use.VIEW, id, changed)).as("letter %s", i).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "1", "99999999999.", ".AAAA", "1.1.1", "9999999999999.x", "٣.x"})
  void text_that_is_not_a_ticket_is_not_good(String text) {
    assertThat(tickets.isGood(Use.VIEW, id, text)).isFalse();
    assertThat(tickets.isGood(Use.VIEW, id, text + "x".repeat(100_000))).isFalse();
  }

  @Test
  void tickets_outlive_the_server_with_its_key_and_not_without() throws IOException {
    String ticket = tickets.issue(Use.VIEW, id, NOW.plusSeconds(60));
    Path key = folder.file("attachments.key");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(Tickets.in(folder, clock).isGood(Use.VIEW, id, ticket)).isTrue();
    Files.delete(key);
    Files.delete(folder.file("keys.sum"));
    assertThat(Tickets.in(folder, clock).isGood(Use.VIEW, id, ticket)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abcd", "not hex"})
  void a_key_that_is_not_valid_stops_the_start_and_is_not_quoted(String text) throws IOException {
    Files.writeString(folder.file("attachments.key"), text);

    assertThatThrownBy(() -> Tickets.in(folder, clock))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("attachments.key is damaged")
        .hasNoCause();

    Files.delete(folder.file("keys.sum")); // as in a folder of an earlier version
    assertThatThrownBy(() -> Tickets.in(folder, clock))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("64 hex digits")
        .hasNoCause();
  }
}
