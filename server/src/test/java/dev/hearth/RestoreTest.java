package dev.hearth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.chat.Backups;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.media.Portrait;
import dev.hearth.chat.media.TestingPictures;
import dev.hearth.platform.backup.KeptBackup;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// A server that continues from an older backup, and clients that have seen more than it knows.
final class RestoreTest {
  /// The machine that was lost had a clock that is ahead of the new one's.
  private static final InstantSource AHEAD =
      InstantSource.offset(InstantSource.system(), Duration.ofMinutes(5));

  @TempDir private Path folder;
  private Keystore alice;
  private Keystore bob;
  private MessageRequest unanswered;
  private MessageView newest;
  private MessageView newestReceipt;

  /// Bob has something that was said after the backup, and Alice a receipt for it.
  @BeforeEach
  void loseAServer() throws Exception {
    try (var hearth = TestingHearth.withClock(folder.resolve("lost"), AHEAD)) {
      alice = hearth.person("Alice");
      bob = hearth.person("Bob");
      hearth
          .running()
          .chat()
          .directory()
          .conversations()
          .create(alice.userId(), NewConversation.contact(alice.userId(), bob.userId()));
      leaveKeys(hearth, bob);
      show(hearth, alice, 1);
      try (var from = Device.online(hearth.address(), alice);
          var to = Device.online(hearth.address(), bob)) {
        from.send(text("in the backup"));
        to.acknowledge(MessageStatus.READ, to.message());
        from.receipt();
        hearth.running().chat().backups().backUp(folder.resolve("backups"));
        show(hearth, alice, 2);

        unanswered = text("after the backup");
        from.send(unanswered);
        newest = to.message();
        to.acknowledge(MessageStatus.READ, newest);
        newestReceipt = from.receipt();
      }
    }
  }

  @Test
  void nothing_that_is_said_after_a_restore_is_hidden_from_a_client_with_a_newer_offset()
      throws Exception {
    restore();

    try (var hearth = TestingHearth.start(folder.resolve("data"), 0)) {
      try (var from = Device.online(hearth.address(), alice)) {
        for (String text : List.of("one", "two", "three")) {
          assertThat(from.send(text(text)).error()).isEmpty();
        }
      }
      try (var to = Device.connect(hearth.address(), bob)) {
        to.list(Optional.of(WireTime.format(newest.createdAt())));

        assertThat(texts(to, 3)).containsExactly("one", "two", "three");
        assertThat(to.acknowledge(MessageStatus.READ, newest).error())
            .as("of a message the server does not know any more")
            .isEmpty();
      }
    }
  }

  @Test
  void receipts_after_a_restore_come_to_a_client_with_a_newer_offset() throws Exception {
    restore();

    try (var hearth = TestingHearth.start(folder.resolve("data"), 0)) {
      try (var from = Device.online(hearth.address(), alice);
          var to = Device.online(hearth.address(), bob)) {
        from.send(text("later"));
        var later = to.message();
        to.acknowledge(MessageStatus.READ, later);
        from.receipt();

        var statuses = hearth.running().chat().message().statuses();
        var missed = statuses.after(alice.userId(), newestReceipt.updatedAt());
        assertThat(missed).extracting(MessageView::messageId).containsExactly(later.messageId());
        assertThat(statuses.after(alice.userId(), missed.getLast().updatedAt())).isEmpty();
      }
    }
  }

  @Test
  void people_show_the_portrait_that_they_showed_at_the_time_of_the_backup() throws Exception {
    restore();

    try (var hearth = TestingHearth.start(folder.resolve("data"), 0);
        var http = HttpClient.newHttpClient()) {
      String me = new TestingPeople(hearth).call(alice, "GET", "/me", "");
      String path =
          URI.create(new ObjectMapper().readTree(me).at("/data/avatar_url").asString()).getPath();
      var request = HttpRequest.newBuilder(hearth.address().resolve(path)).build();

      assertThat(http.send(request, BodyHandlers.ofByteArray()).body())
          .isEqualTo(TestingPictures.sticker(1));
    }
  }

  @Test
  void a_message_that_is_sent_again_is_taken_and_keeps_its_id() throws Exception {
    restore();

    try (var hearth = TestingHearth.start(folder.resolve("data"), 0);
        var from = Device.online(hearth.address(), alice);
        var to = Device.online(hearth.address(), bob)) {
      var again = from.send(unanswered);
      var pushed = to.message();

      assertThat(again.error()).isEmpty();
      assertThat(pushed.messageId()).isEqualTo(newest.messageId());
      assertThat(pushed.payload()).isEqualTo(newest.payload());
    }
  }

  @Test
  void positions_lie_beyond_all_that_were_given_out_before_the_backup_was_finished()
      throws Exception {
    KeptBackup backup = restore();

    try (var hearth = TestingHearth.start(folder.resolve("data"), 0);
        var from = Device.online(hearth.address(), alice)) {
      long position = from.send(text("first")).data().orElseThrow().createdAt();

      assertThat(position)
          .isGreaterThan(backup.reach().clock())
          .isGreaterThan(WireTime.micros(backup.mark()));
    }
  }

  @Test
  void one_time_keys_that_may_have_been_taken_since_are_given_to_nobody() throws Exception {
    restore();

    try (var hearth = TestingHearth.start(folder.resolve("data"), 0)) {
      assertThat(hearth.running().chat().directory().keys().left(bob.sessionId())).isZero();
    }
  }

  @Test
  void a_folder_that_was_restored_is_whole_and_held_against_its_watermark() throws Exception {
    KeptBackup backup = restore();
    Path data = folder.resolve("data");

    assertThat(Backups.problems(backup)).isEmpty();
    assertThat(Backups.problems(backup)).as("looking at it has changed nothing").isEmpty();
    assertThat(problems(data)).isEmpty();
    Path log = data.resolve("log");
    try (var files = Files.list(log)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
        Files.delete(file);
      }
    }
    Path manifest;
    try (var files = Files.list(log)) {
      manifest =
          files.filter(each -> each.toString().contains("MANIFEST-")).findFirst().orElseThrow();
    }
    Files.writeString(manifest, "");
    assertThat(problems(data)).anyMatch(problem -> problem.contains(log.toString()));
  }

  @Test
  void no_server_starts_on_a_folder_that_is_half_restored() throws Exception {
    KeptBackup backup = backup();
    Path data = folder.resolve("data");
    backup.copyTo(data);

    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> TestingHearth.start(data, 0))
        .withMessageContaining("not finished");
    assertThat(problems(data)).anyMatch(problem -> problem.contains("not finished"));
  }

  @Test
  void a_backup_whose_log_is_older_than_it_says_is_not_restored() throws Exception {
    Path older = backup().path();
    try (var hearth = TestingHearth.withClock(folder.resolve("lost"), AHEAD)) {
      hearth.running().chat().backups().backUp(folder.resolve("backups"));
    }
    Path newer = backup().path();
    takeLog(older, newer);

    KeptBackup mixed = backup();
    assertThat(mixed.path()).isEqualTo(newer).isNotEqualTo(older);
    assertThat(mixed.problems()).isEmpty();
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> Backups.restore(mixed, folder.resolve("data"), InstantSource.system()));
  }

  /// Puts the log of one backup into another, whose manifest lists it from then on.
  private static void takeLog(Path from, Path to) throws Exception {
    var json = new ObjectMapper();
    var older = json.readTree(Files.readString(from.resolve("manifest.json")));
    var newer = (ObjectNode) json.readTree(Files.readString(to.resolve("manifest.json")));
    var files = (ObjectNode) newer.path("files");
    for (String each : List.copyOf(files.propertyNames())) {
      if (each.startsWith("log/")) {
        Files.delete(to.resolve(each));
        files.remove(each);
      }
    }
    for (String each : older.path("files").propertyNames()) {
      if (each.startsWith("log/")) {
        Files.copy(from.resolve(each), to.resolve(each));
        files.set(each, older.path("files").path(each));
      }
    }
    Files.writeString(to.resolve("manifest.json"), newer.toString());
  }

  @Test
  void looking_at_a_folder_without_a_watermark_says_so_and_makes_none() throws Exception {
    Path lost = folder.resolve("lost");
    Files.delete(lost.resolve("watermark"));

    assertThat(problems(lost)).anyMatch(problem -> problem.contains("watermark is missing"));
    assertThat(lost.resolve("watermark")).doesNotExist();
  }

  private static List<String> problems(Path data) throws Exception {
    try (var look = DataFolder.look(data)) {
      return Backups.problems(look);
    }
  }

  private KeptBackup backup() throws Exception {
    return KeptBackup.find(folder.resolve("backups")).orElseThrow();
  }

  private KeptBackup restore() throws Exception {
    KeptBackup backup = backup();
    Backups.restore(backup, folder.resolve("data"), InstantSource.system());
    return backup;
  }

  private MessageRequest text(String words) {
    var conversation = ConversationId.ofContact(alice.userId(), bob.userId());
    return MessageRequest.of(conversation, MessageId.random(), "PLAIN_TEXT", words.getBytes(UTF_8));
  }

  private static List<String> texts(Device device, int count) throws Exception {
    var texts = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      texts.add(new String(device.message().payload(), UTF_8));
    }
    return texts;
  }

  private static void leaveKeys(TestingHearth hearth, Keystore device) {
    var chat = hearth.running().chat();
    var session = chat.directory().accounts().findSession(device.sessionId()).orElseThrow();
    var caller = new Caller(device.userId(), session.id(), false, session.createdAt());
    chat.directory().keys().leave(caller, TestingKeys.generate().upload(1, 5));
    assertThat(chat.directory().keys().left(session.id())).isEqualTo(4);
  }

  private static void show(TestingHearth hearth, Keystore user, long picture) {
    var chat = hearth.running().chat();
    chat.media()
        .portraits()
        .with(
            user.userId().uuid(),
            Portrait.of(TestingPictures.sticker(picture)),
            portrait ->
                chat.directory()
                    .profiles()
                    .update(
                        user.userId(),
                        new ProfileChange(Optional.empty(), Optional.empty(), portrait)));
  }
}
