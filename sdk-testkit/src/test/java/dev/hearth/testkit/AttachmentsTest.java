package dev.hearth.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.protocol.payload.Attachment.Keys;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.HearthApi;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.HearthException.Reason;
import dev.hearth.sdk.Pace;
import dev.hearth.sdk.Progress;
import dev.hearth.testkit.WeakLine.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AttachmentsTest {
  @RegisterExtension static final HearthExtension HEARTH = HearthExtension.with();

  private static final Pace QUICK =
      new Pace(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(1),
          Duration.ofMillis(1),
          Duration.ofMillis(10),
          Duration.ofMillis(50));
  private static final int MIB = 1 << 20;

  @TempDir private Path folder;
  private HearthServer hearth;
  private Keystore alice;
  private HearthClient client;
  private HearthApi api;
  private WeakLine line;
  private HearthClient away;

  @BeforeEach
  void arrive(HearthServer server) throws IOException {
    hearth = server;
    alice = hearth.person("Alice");
    client = hearth.client(alice);
    api = client.api();
    line = new WeakLine(hearth.api());
    away =
        HearthClient.of(
            alice, ClientOptions.at(line.uri()).withClock(hearth.clock()).withPace(QUICK));
  }

  @AfterEach
  void leave() throws IOException {
    away.close();
    line.close();
    client.close();
  }

  @Test
  void files_come_back_as_they_were_and_sealed_ones_only_with_their_key() throws IOException {
    for (int size : new int[] {0, 1, 16, 70_000, 3 * MIB + 5}) {
      Path file = file(size);

      Attachment clear = api.upload(file, "text/plain");
      Attachment sealed = api.uploadSealed(file, "text/plain");

      assertThat(clear.size()).isEqualTo(size);
      assertThat(clear.keys()).isEmpty();
      assertThat(fetch(clear)).isEqualTo(new Downloaded.Saved(size));
      assertThat(fetched()).hasSameBinaryContentAs(file);
      assertThat(sealed.size()).isEqualTo(size);
      assertThat(fetch(sealed)).isEqualTo(new Downloaded.Saved(size));
      assertThat(fetched()).hasSameBinaryContentAs(file);
      var asKept = new Attachment(sealed.id(), "", 0, Optional.empty(), Optional.empty(), true);
      assertThat(api.download(asKept, fetched(), 4 * MIB))
          .isEqualTo(new Downloaded.Saved(16 + 16L * (size / 16 + 1) + 32));
    }
  }

  @Test
  void an_attachment_that_the_android_app_sealed_is_opened() throws IOException {
    String blob =
        "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf9a378476f9aa1e37f3edda3d4682a4eb"
            + "a92ad4c3c5e286a4ee51512a80181fed4c668b246cc0566d351b3c1b8e39b9a6"
            + "b43e46bf0c60d173e47c8525947c80ea";
    String digest = "f056dab2552946753b41542119937618f27db3217118427396bf152b3b55d20f";
    byte[] key = new byte[64];
    IntStream.range(0, key.length).forEach(i -> key[i] = (byte) i);
    Path file = Files.write(folder.resolve("blob"), HexFormat.of().parseHex(blob));

    Attachment attachment =
        Attachment.of(UUID.fromString(api.upload(file, "").id()), "", 16)
            .with(new Keys(key, HexFormat.of().parseHex(digest)));

    assertThat(fetch(attachment)).isEqualTo(new Downloaded.Saved(16));
    assertThat(fetched()).hasBinaryContent("attachment bytes".getBytes(UTF_8));
  }

  @Test
  void an_attachment_that_was_changed_or_cut_or_has_another_key_is_damaged_and_leaves_no_file()
      throws IOException {
    Attachment sealed = api.uploadSealed(file(200_000), "");
    Attachment asKept = Attachment.of(UUID.fromString(sealed.id()), "", 0);
    api.download(asKept, fetched(), MIB);
    byte[] blob = Files.readAllBytes(fetched());
    Keys keys = sealed.keys().orElseThrow();
    byte[] changed = blob.clone();
    changed[100_000] ^= 1;
    Files.writeString(fetched(), "before");

    for (byte[] wrong : List.of(changed, Arrays.copyOf(blob, blob.length - 16))) {
      Path file = Files.write(folder.resolve("wrong"), wrong);
      Attachment kept = api.upload(file, "");
      var attachment =
          new Attachment(kept.id(), "", 200_000, Optional.of(keys), Optional.empty(), true);
      assertThat(fetch(attachment)).isEqualTo(new Downloaded.Damaged());
    }
    byte[] otherKey = keys.key();
    otherKey[40] ^= 1;
    assertThat(fetch(sealed.with(new Keys(otherKey, keys.digest()))))
        .isEqualTo(new Downloaded.Damaged());
    assertThat(fetch(sealed.with(new Keys(keys.key(), new byte[32]))))
        .isEqualTo(new Downloaded.Damaged());
    assertThat(fetch(sealed.with(new Keys(new byte[63], keys.digest()))))
        .isEqualTo(new Downloaded.Damaged());

    assertThat(fetched()).hasContent("before");
    assertThat(names()).containsExactlyInAnyOrder("file", "fetched", "wrong");
  }

  @Test
  void an_attachment_larger_than_said_or_than_allowed_is_not_fetched() throws IOException {
    Path file = file(50_001);
    for (Attachment each : List.of(api.upload(file, ""), api.uploadSealed(file, ""))) {
      var belittled = new Attachment(each.id(), "", 50_000, each.keys(), Optional.empty(), true);

      assertThat(fetch(belittled)).isEqualTo(new Downloaded.TooLarge());
      assertThat(api.download(each, fetched(), 50_000)).isEqualTo(new Downloaded.TooLarge());
      assertThat(api.download(each, fetched(), 0)).isEqualTo(new Downloaded.TooLarge());
      assertThat(names()).containsExactly("file");
      assertThat(api.download(each, fetched(), Long.MAX_VALUE))
          .isEqualTo(new Downloaded.Saved(50_001));
      Files.delete(fetched());
    }
  }

  @Test
  void an_attachment_that_is_not_there_is_missing() throws IOException {
    assertThat(fetch(Attachment.of(UUID.randomUUID(), "", 1))).isEqualTo(new Downloaded.Missing());
    assertThatThrownBy(() -> api.upload(folder.resolve("nothing"), ""))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void progress_begins_at_nothing_grows_and_ends_with_all() throws IOException {
    Path file = file(300_000);

    var up = new Watched();
    Attachment clear = api.upload(file, "", up);
    up.wentUpTo(300_000);
    up = new Watched();
    Attachment sealed = api.uploadSealed(file, "", up);
    up.wentUpTo(300_064);
    var down = new Watched();
    api.download(clear, fetched(), MIB, down);
    down.wentUpTo(300_000);
    down = new Watched();
    api.download(sealed, fetched(), MIB, down);
    down.wentUpTo(300_064);
  }

  @Test
  void a_download_continues_where_the_line_broke_or_fell_silent() throws IOException {
    Path file = file(MIB);
    Attachment sealed = api.uploadSealed(file, "");

    for (Fault fault : Fault.values()) {
      int before = line.connections();
      line.carries(400_000, fault);
      var down = new Watched();

      assertThat(away.api().download(sealed, fetched(), MIB, down))
          .isEqualTo(new Downloaded.Saved(MIB));

      assertThat(fetched()).hasSameBinaryContentAs(file);
      assertThat(line.connections() - before).isBetween(3, 4);
      down.wentUpTo(MIB + 64);
    }
  }

  @Test
  void a_download_whose_line_stays_down_is_given_up_and_leaves_nothing() throws IOException {
    Attachment clear = api.upload(file(MIB), "");
    line.carries(400_000, Fault.BREAKS);
    Progress cutting =
        (bytes, _) -> {
          if (bytes > 0) {
            line.carries(0, Fault.BREAKS);
          }
        };

    assertThatThrownBy(() -> away.api().download(clear, fetched(), MIB, cutting))
        .isInstanceOfSatisfying(
            HearthException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));

    assertThat(names()).containsExactly("file");
  }

  @Test
  void a_transfer_ends_when_its_thread_is_interrupted() throws Exception {
    Attachment clear = api.upload(file(MIB), "");
    line.carries(400_000, Fault.FALLS_SILENT);

    try (var patient = patient()) {
      var fetching = new Fetching(patient, clear);
      fetching.begun.await();
      fetching.thread.interrupt();

      fetching.thread.join();
      assertThat(fetching.ended).containsExactly(Reason.UNREACHABLE, true);
      assertThat(names()).containsExactly("file");
    }
  }

  @Test
  void a_transfer_ends_when_its_client_is_closed() throws Exception {
    Attachment clear = api.upload(file(MIB), "");
    line.carries(400_000, Fault.FALLS_SILENT);

    Fetching fetching;
    try (var patient = patient()) {
      fetching = new Fetching(patient, clear);
      fetching.begun.await();
    }

    fetching.thread.join();
    assertThat(fetching.ended).containsExactly(Reason.CLOSED, false);
    assertThat(names()).containsExactly("file");
  }

  @Test
  void an_upload_that_nobody_answers_is_given_up() throws IOException {
    Path file = file(100_000);
    Progress silencing = (_, _) -> line.carries(0, Fault.FALLS_SILENT);

    assertThatThrownBy(() -> away.api().uploadSealed(file, "", silencing))
        .isInstanceOfSatisfying(
            HearthException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
  }

  /// A client on the weak line that gives nothing up by itself within the test.
  private HearthClient patient() {
    return HearthClient.of(alice, ClientOptions.at(line.uri()).withClock(hearth.clock()));
  }

  private Path file(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(folder.resolve("file"), bytes);
  }

  private Path fetched() {
    return folder.resolve("fetched");
  }

  private Downloaded fetch(Attachment attachment) throws IOException {
    return api.download(attachment, fetched(), 4 * MIB);
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /// A download in another thread.
  private final class Fetching {
    private final CountDownLatch begun = new CountDownLatch(1);

    /// The outcome, and whether the thread was interrupted then.
    private final List<Object> ended = Collections.synchronizedList(new ArrayList<>());

    private final Thread thread;

    Fetching(HearthClient by, Attachment attachment) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  ended.add(by.api().download(attachment, fetched(), MIB, this::moved));
                } catch (HearthException e) {
                  ended.add(e.reason());
                } catch (IOException e) {
                  ended.add(e);
                }
                ended.add(Thread.currentThread().isInterrupted());
              });
    }

    private void moved(long bytes, long of) {
      if (bytes > 100_000) {
        begun.countDown();
      }
    }
  }

  /// Remembers what it was told.
  private static final class Watched implements Progress {
    private final List<Long> bytes = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> of = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void moved(long bytesSoFar, long all) {
      bytes.add(bytesSoFar);
      of.add(all);
    }

    void wentUpTo(long all) {
      assertThat(bytes).startsWith(0L).endsWith(all).isSorted().doesNotHaveDuplicates();
      assertThat(of).containsOnly(all);
    }
  }
}
