package dev.hearth;

import static dev.hearth.TestingPeople.payload;
import static dev.hearth.TestingPeople.refusal;
import static dev.hearth.TestingPeople.said;
import static dev.hearth.TestingPeople.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.chat.media.TestingPictures;
import dev.hearth.platform.backup.BackupTooLarge;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server's behaviour while its disk is full, and after: it needs no restart.
@Timeout(60)
class FullDiskTest {
  private static final long BOUND = 256 << 20;
  private static final String DESCRIPTION = "The disk is full. Try again later.";
  private static final Pattern UPLOAD_URL = Pattern.compile("\"upload_url\":\"([^\"]+)\"");

  @TempDir private Path folder;

  private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void writes_are_refused_and_all_else_continues_until_there_is_room() throws Exception {
    try (var hearth = TestingHearth.onDisk(folder, free::get, "log.leave-free = 256 MiB")) {
      var people = new TestingPeople(hearth);
      var talk = people.talk();
      Keystore tablet = people.device(talk.one(), "iOS");
      String upload = uploadUrl(people.call(talk.one(), "POST", "/attachments", ""));
      try (var one = people.online(talk.one());
          var other = people.online(talk.other())) {
        assertThat(refusal(one.send(text(talk.conversation(), "before")))).isZero();

        fill(hearth, BOUND - 1);
        var message = text(talk.conversation(), "late");
        var refused = one.send(message);

        assertThat(refusal(refused)).isEqualTo(ErrorCode.BLAZE_SERVER.code());
        assertThat(refused.error().orElseThrow().description()).isEqualTo(DESCRIPTION);
        assertRefused(people.answer(talk.one(), "POST", "/me", "{\"full_name\":\"Onetta\"}"));
        assertRefused(people.answer(talk.one(), "POST", "/attachments", ""));
        assertRefused(people.answer(talk.one(), "POST", "/messages", json(talk)));
        assertThat(put(upload)).isEqualTo(507);
        assertThat(people.call(talk.one(), "GET", "/me", "")).contains("\"full_name\":\"One\"");
        var before = said(other);
        assertThat(payload(before)).isEqualTo("before");
        assertThat(refusal(other.acknowledge(MessageStatus.READ, before))).isZero();
        assertThat(one.receipt().status()).isEqualTo(MessageStatus.READ);
        assertThat(people.chat().directory().accounts().revoke(tablet.sessionId())).isTrue();

        fill(hearth, BOUND / 8 - 1);
        assertThat(refusal(other.acknowledge(MessageStatus.READ, before))).isZero();

        makeRoom(hearth);
        assertThat(refusal(one.send(message))).isZero();
        assertThat(payload(said(other))).isEqualTo("late");
        assertThat(people.call(talk.one(), "POST", "/me", "{\"full_name\":\"Onetta\"}"))
            .contains("Onetta");
        assertThat(put(upload)).isEqualTo(200);
      }
    }
  }

  @Test
  void a_server_starts_on_a_full_disk_and_delivers() throws Exception {
    TestingPeople.Talk talk;
    try (var hearth = TestingHearth.start(folder, 0)) {
      var people = new TestingPeople(hearth);
      talk = people.talk();
      try (var one = people.online(talk.one())) {
        assertThat(refusal(one.send(text(talk.conversation(), "before")))).isZero();
      }
    }

    Path album = Files.createDirectories(folder.resolve("stickers/piggy"));
    Files.write(album.resolve("01.happy.png"), TestingPictures.sticker(1));

    // The real disk: no machine has this much of it free.
    try (var hearth =
        TestingHearth.start(
            folder, 0, "log.leave-free = 8000000 GiB", "sticker.folder = stickers")) {
      var people = new TestingPeople(hearth);
      try (var one = people.online(talk.one());
          var other = people.online(talk.other())) {
        assertThat(health(hearth).statusCode()).isEqualTo(503);
        assertThat(payload(said(other))).isEqualTo("before");
        assertThat(refusal(one.send(text(talk.conversation(), "late"))))
            .isEqualTo(ErrorCode.BLAZE_SERVER.code());
        assertRefused(people.answer(talk.one(), "POST", "/me", portrait()));
      }
    }

    try (var hearth = TestingHearth.start(folder, 0)) {
      var people = new TestingPeople(hearth);
      try (var one = people.online(talk.one())) {
        assertThat(health(hearth).statusCode()).isEqualTo(200);
        assertThat(refusal(one.send(text(talk.conversation(), "after")))).isZero();
      }
    }
  }

  @Test
  void a_backup_that_would_take_the_room_that_is_to_stay_free_is_not_begun() throws Exception {
    Path keep = folder.resolve("backups");
    try (var hearth = TestingHearth.onDisk(folder.resolve("data"), free::get)) {
      free.set(BOUND + 1);

      assertThatExceptionOfType(BackupTooLarge.class)
          .isThrownBy(() -> hearth.running().chat().backups().backUp(keep))
          .withMessageMatching(
              "it takes some [0-9]+ bytes, and 1 may be written in .*backups"
                  + " \\(log.leave-free is to stay free there\\)");
      assertThat(keep).doesNotExist();

      free.set(2 * BOUND);
      assertThat(hearth.running().chat().backups().backUp(keep)).isDirectory();
    }
  }

  private void fill(TestingHearth hearth, long left) throws Exception {
    free.set(left);
    assertThat(awaitHealth(hearth, 503).body()).contains("\"ready\":false", "log.leave-free");
    assertThat(get(hearth.address().resolve("/health/live")).statusCode()).isEqualTo(200);
  }

  private void makeRoom(TestingHearth hearth) throws Exception {
    free.set(2 * BOUND);
    assertThat(awaitHealth(hearth, 200).body()).isEqualTo("{\"ready\":true,\"reasons\":[]}");
  }

  /// The round looks every second.
  private HttpResponse<String> awaitHealth(TestingHearth hearth, int status) throws Exception {
    Eventually.holds("its health is " + status, () -> health(hearth).statusCode() == status);
    return health(hearth);
  }

  private HttpResponse<String> health(TestingHearth hearth) throws Exception {
    return get(hearth.address().resolve("/health"));
  }

  private HttpResponse<String> get(URI address) throws Exception {
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  private int put(String address) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(address)).PUT(BodyPublishers.ofString("bytes")).build();
    return http.send(request, BodyHandlers.ofString()).statusCode();
  }

  private static String uploadUrl(String attachment) {
    var url = UPLOAD_URL.matcher(attachment);
    assertThat(url.find()).as(attachment).isTrue();
    return url.group(1);
  }

  private static String portrait() {
    return "{\"avatar_base64\":\"%s\"}"
        .formatted(Base64.getEncoder().encodeToString(TestingPictures.picture("png", 96, 96, 1)));
  }

  private static String json(TestingPeople.Talk talk) {
    return "[{\"conversation_id\":\"%s\",\"message_id\":\"%s\",\"category\":\"PLAIN_TEXT\",\"data\":\"aGVsbG8\"}]"
        .formatted(talk.conversation(), MessageId.random());
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("\"code\":500", DESCRIPTION);
  }
}
