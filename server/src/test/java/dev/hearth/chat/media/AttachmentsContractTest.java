package dev.hearth.chat.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.media.Attachments.Created;
import dev.hearth.chat.media.TestingStore.Moment;
import dev.hearth.chat.media.TestingStore.PowerCut;
import dev.hearth.chat.media.Uploaded.Why;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.AttachmentId;
import dev.hearth.protocol.id.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The contract of attachments, on every engine.
class AttachmentsContractTest extends DirectoryOnBothEngines {
  private static final Duration RETENTION = Duration.ofDays(30);

  @TempDir private Path files;
  // How far the clock leapt ahead without any time passing.
  private Duration leapt = Duration.ZERO;
  private TestingStore store;
  private Attachments attachments;
  private UserId alice;
  private UserId bob;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Attachments.MIGRATIONS);
  }

  @BeforeEach
  void open() {
    alice = person("Alice");
    bob = person("Bob");
    reopen();
  }

  /// Opens the store as a new process does.
  private void reopen() {
    store = new TestingStore(FileStore.open(files, 0));
    attachments =
        new Attachments(
            directory,
            store,
            clock,
            age -> WireTime.micros(clock.instant().minus(leapt).minus(age)),
            new Attachments.AttachmentLimits(100, 250, RETENTION, 16),
            new MediaMeters(new SimpleMeterRegistry()));
  }

  @Test
  void an_attachment_is_empty_then_filled_then_over() throws IOException {
    var id = create(alice);
    assertThat(attachments.find(id).orElseThrow().content()).isEmpty();
    assertThat(attachments.find(id).orElseThrow().owner()).isEqualTo(alice);

    assertThat(upload(id, "hello")).isInstanceOf(Uploaded.Shelved.class);
    assertThat(read(id)).isEqualTo("hello");

    clock.turn(RETENTION);
    assertThat(attachments.find(id)).isEmpty();
    assertThat(upload(id, "hello")).isEqualTo(Uploaded.refused(Why.UNKNOWN));
    assertThat(attachments.sweep()).isFalse();
    assertThat(kept()).isZero();
  }

  @Test
  void nothing_is_over_because_the_clock_leaps_ahead() throws IOException {
    var empty = create(alice);
    var filled = create(alice);
    upload(filled, "hello");

    clock.turn(Duration.ofDays(40));
    leapt = Duration.ofDays(40);
    attachments.sweep();

    assertThat(attachments.find(empty)).isPresent();
    assertThat(read(filled)).isEqualTo("hello");
    clock.turn(RETENTION);
    attachments.sweep();
    assertThat(kept()).isZero();
  }

  @Test
  void one_that_nobody_fills_goes_earlier() {
    var id = create(alice);

    clock.turn(Attachment.WAITS);
    attachments.sweep();
    clock.turn(Attachment.WAITS.negated());

    assertThat(attachments.find(id)).isEmpty();
  }

  @Test
  void size_and_quota_hold_whether_the_length_is_told_or_not() throws IOException {
    for (var length : List.of(OptionalLong.of(101), OptionalLong.empty())) {
      assertThat(upload(create(alice), length, bytes("x".repeat(101))))
          .isEqualTo(Uploaded.refused(Why.TOO_LARGE));
    }
    upload(create(alice), "a".repeat(100));
    upload(create(alice), "b".repeat(100));
    var third = create(alice);
    for (var length : List.of(OptionalLong.of(51), OptionalLong.empty())) {
      assertThat(upload(third, length, bytes("c".repeat(51))))
          .isEqualTo(Uploaded.refused(Why.OVER_QUOTA));
    }

    assertThat(upload(third, "c".repeat(50))).isInstanceOf(Uploaded.Shelved.class);
    assertThat(attachments.create(alice)).isInstanceOf(Created.OverQuota.class);
    assertThat(upload(create(bob), "c".repeat(100))).isInstanceOf(Uploaded.Shelved.class);
    assertThat(kept()).isEqualTo(4);

    clock.turn(RETENTION);
    assertThat(attachments.create(alice)).isInstanceOf(Created.New.class);
  }

  @Test
  void uploads_that_end_together_do_not_share_the_last_of_the_quota() throws Exception {
    List<Callable<Uploaded>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      var id = create(alice);
      String text = Integer.toString(i).repeat(100);
      all.add(() -> upload(id, OptionalLong.empty(), bytes(text)));
    }

    assertThat(together(all)).filteredOn(Uploaded.Shelved.class::isInstance).hasSize(2);
    assertThat(kept()).isEqualTo(2);
  }

  @Test
  void two_uploads_to_one_attachment_leave_one_of_them() throws Exception {
    for (int round = 0; round < 20; round++) {
      var id = create(bob);
      String one = "one" + round;
      String other = "other" + round;

      var outcomes = together(List.of(() -> upload(id, one), () -> upload(id, other)));

      assertThat(outcomes)
          .filteredOn(outcome -> outcome.equals(Uploaded.refused(Why.FILLED)))
          .hasSize(1);
      assertThat(read(id)).isEqualTo(outcomes.getFirst() instanceof Uploaded.Shelved ? one : other);
      assertThat(kept()).isEqualTo(round + 1);
    }
  }

  @Test
  void a_content_that_goes_and_comes_at_once_is_there_if_anybody_has_it() throws Exception {
    for (int round = 0; round < 30; round++) {
      var old = create(alice);
      upload(old, "the same");
      clock.turn(RETENTION);
      var fresh = create(bob);

      together(
          List.of(
              () -> upload(fresh, "the same"),
              () -> {
                attachments.sweep();
                return Uploaded.refused(Why.UNKNOWN);
              }));

      assertThat(attachments.find(old)).isEmpty();
      assertThat(read(fresh)).isEqualTo("the same");
      assertThat(kept()).isEqualTo(1);
    }
  }

  @Test
  void an_upload_that_breaks_off_leaves_nothing() throws IOException {
    var id = create(alice);

    var broken = new SequenceInputStream(bytes("half"), new Broken());

    assertThat(upload(id, OptionalLong.of(50), broken))
        .isEqualTo(Uploaded.refused(Why.INTERRUPTED));
    assertThat(kept()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE", "AFTER"})
  void a_store_that_fails_leaves_nothing_and_may_be_tried_again(Moment moment) throws IOException {
    var id = create(alice);
    store.failure = moment;

    assertThat(upload(id, "hello")).isEqualTo(Uploaded.refused(Why.NO_ROOM));
    assertThat(kept()).isZero();

    store.failure = Moment.NEVER;
    assertThat(upload(id, "hello")).isInstanceOf(Uploaded.Shelved.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE", "AFTER"})
  void a_power_cut_while_a_content_is_put_in_its_place_leaves_nothing(Moment moment)
      throws IOException {
    var id = create(alice);
    store.cut = moment;
    assertThatThrownBy(() -> upload(id, "hello")).isInstanceOf(PowerCut.class);
    assertThat(attachments.find(id).orElseThrow().content()).isEmpty();

    reopen();

    assertThat(kept()).isZero();
    assertThat(upload(id, "hello again")).isInstanceOf(Uploaded.Shelved.class);
    assertThat(read(id)).isEqualTo("hello again");
  }

  @Test
  void a_power_cut_does_not_take_what_somebody_else_has() throws IOException {
    var other = create(bob);
    upload(other, "hello");
    store.cut = Moment.AFTER;
    assertThatThrownBy(() -> upload(create(alice), "hello")).isInstanceOf(PowerCut.class);

    reopen();

    assertThat(read(other)).isEqualTo("hello");
  }

  @Test
  void a_content_that_cannot_be_deleted_is_tried_again() throws IOException {
    upload(create(alice), "hello");
    clock.turn(RETENTION);
    store.deleteFails = true;
    assertThat(attachments.sweep()).isFalse();
    assertThat(kept()).isEqualTo(1);

    store.deleteFails = false;
    attachments.sweep();

    assertThat(kept()).isZero();
  }

  @Test
  void much_that_is_over_goes_in_steps() {
    for (int i = 0; i < 150; i++) {
      create(i % 2 == 0 ? alice : bob);
    }
    clock.turn(Attachment.WAITS);

    assertThat(attachments.sweep()).isTrue();
    assertThat(attachments.sweep()).isFalse();
  }

  @Test
  void one_user_takes_only_a_part_of_the_uploads_there_may_be() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Held> held = new ArrayList<>();
      List<Future<Uploaded>> uploads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        var bytes = new Held();
        held.add(bytes);
        var id = create(alice);
        uploads.add(threads.submit(() -> upload(id, OptionalLong.empty(), bytes)));
        bytes.awaitReader();
      }

      assertThat(upload(create(alice), "hello")).isEqualTo(Uploaded.refused(Why.BUSY));
      assertThat(upload(create(bob), "hello")).isInstanceOf(Uploaded.Shelved.class);

      held.forEach(Held::end);
      for (var upload : uploads) {
        assertThat(upload.get()).isInstanceOf(Uploaded.Shelved.class);
      }
      assertThat(upload(create(alice), "hello")).isInstanceOf(Uploaded.Shelved.class);
    }
  }

  @Test
  void rows_and_contents_stay_in_step_whatever_happens() throws IOException {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("AttachmentsContractTest: -Dhearth.seed=" + seed);
    var random = new Random(seed);
    List<AttachmentId> all = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          if (attachments.create(random.nextBoolean() ? alice : bob)
              instanceof Created.New(var attachment)) {
            all.add(attachment.id());
          }
        }
        case 2, 3, 4 -> uploadSomething(random, all);
        case 5 -> clock.turn(Duration.ofDays(random.nextInt(12)));
        case 6 -> attachments.sweep();
        default -> {
          if (random.nextInt(4) == 0) {
            reopen();
          }
        }
      }
      store.cut = Moment.NEVER;
      store.failure = Moment.NEVER;
      assertReadable(all);
    }

    clock.turn(RETENTION.multipliedBy(2));
    reopen();
    while (attachments.sweep()) {
      // One step each.
    }
    assertThat(kept()).isZero();
  }

  @Test
  void uploads_at_once_leave_nobody_over_quota() throws IOException {
    var ids = IntStream.range(0, AtOnce.WRITERS).mapToObj(_ -> create(alice)).toList();

    var uploads = AtOnce.call(number -> upload(ids.get(number), "%050d".formatted(number)));

    assertThat(uploads)
        .filteredOn(Uploaded.Refused.class::isInstance)
        .containsAnyOf(Uploaded.refused(Why.OVER_QUOTA))
        .isSubsetOf(Uploaded.refused(Why.OVER_QUOTA), Uploaded.refused(Why.BUSY));
    var stored = uploads.stream().filter(Uploaded.Shelved.class::isInstance).toList();
    assertThat(stored).hasSizeBetween(1, 5);
    assertThat(kept()).isEqualTo(stored.size());
  }

  private void uploadSomething(Random random, List<AttachmentId> all) {
    if (all.isEmpty()) {
      return;
    }
    var id = all.get(random.nextInt(all.size()));
    switch (random.nextInt(6)) {
      case 0 -> store.failure = random.nextBoolean() ? Moment.BEFORE : Moment.AFTER;
      case 1 -> store.cut = random.nextBoolean() ? Moment.BEFORE : Moment.AFTER;
      default -> {}
    }
    try {
      upload(id, "content " + random.nextInt(4));
    } catch (PowerCut _) {
      reopen();
    }
  }

  private void assertReadable(List<AttachmentId> all) throws IOException {
    for (var id : all) {
      var attachment = attachments.find(id);
      if (attachment.isPresent() && attachment.get().content().isPresent()) {
        assertThat(read(id)).startsWith("content ");
      }
    }
  }

  private AttachmentId create(UserId owner) {
    return ((Created.New) attachments.create(owner)).attachment().id();
  }

  private Uploaded upload(AttachmentId id, String text) {
    return upload(id, OptionalLong.of(text.length()), bytes(text));
  }

  private Uploaded upload(AttachmentId id, OptionalLong length, InputStream bytes) {
    return attachments.upload(id, length, bytes);
  }

  private String read(AttachmentId id) throws IOException {
    var content = attachments.find(id).orElseThrow().content().orElseThrow();
    try (var bytes = attachments.open(content, 0)) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Uploaded> together(List<Callable<Uploaded>> uploads) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Uploaded> outcomes = new ArrayList<>();
      for (var upload : threads.invokeAll(uploads)) {
        outcomes.add(upload.get());
      }
      return outcomes;
    }
  }

  /// How many files there are, drafts and all.
  private long kept() throws IOException {
    try (var all = Files.walk(files)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new InterruptedUpload(Why.INTERRUPTED);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }
}
