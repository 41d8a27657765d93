package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Makes payloads of every kind, with everything that may be in them, in and at the bounds.
final class RandomPayload {
  private static final String LETTERS = "aZ9 \"\\/<>&{}[]:,\n\tüЖ中\u0000\u2028";

  private final Random random;

  RandomPayload(Random random) {
    this.random = random;
  }

  Payload next() {
    return this.<Supplier<Payload>>one(
            this::text,
            this::image,
            this::video,
            this::audio,
            this::file,
            this::sticker,
            this::contact,
            this::live,
            this::location,
            this::transcript,
            this::plainJson,
            this::buttons,
            this::card,
            this::recall,
            this::pin,
            this::encrypted,
            this::call,
            this::candidates,
            this::conversation,
            this::user,
            this::circle,
            this::session,
            this::snapshot,
            this::safeSnapshot)
        .get();
  }

  private Payload text() {
    return random.nextBoolean() ? new Text(words(200)) : new Post(words(200));
  }

  private Payload image() {
    return new Image(
        attachment(), size() + 1, size() + 1, maybe(() -> some(99)), maybe(() -> some(99)));
  }

  private Payload video() {
    return new Video(
        attachment(), size(), size(), duration(), maybe(() -> some(99)), maybe(() -> some(99)));
  }

  private Payload audio() {
    return new Audio(attachment(), duration(), bytes(random.nextInt(64)));
  }

  private Payload file() {
    return new File(attachment(), some(1024), maybe(() -> some(99)));
  }

  private Payload sticker() {
    return random.nextBoolean()
        ? new Sticker(Optional.of(id()), maybe(this::id), maybe(() -> some(9)))
        : new Sticker(Optional.empty(), Optional.of(id()), Optional.of(some(9)));
  }

  private Payload contact() {
    return new Contact(userId());
  }

  private Payload live() {
    return new Live(some(4096), some(9), size() + 1, size() + 1, random.nextBoolean());
  }

  private Payload location() {
    return new Location(
        random.nextDouble(-180, 180),
        one(90.0, -90.0, 0.1, random.nextDouble(-90, 90)),
        maybe(() -> some(9)),
        maybe(() -> some(9)),
        maybe(() -> some(9)));
  }

  private Payload transcript() {
    return new Transcript(many(1, 20, this::transcriptItem));
  }

  private TranscriptItem transcriptItem() {
    return new TranscriptItem(
        messageId(),
        messageId(),
        maybe(this::userId),
        maybe(() -> some(9)),
        one("PLAIN_TEXT", "APP_CARD", "X"),
        maybe(this::time),
        maybe(() -> some(99)),
        random.nextBoolean() ? TranscriptMedia.NONE : media(),
        maybe(this::id),
        maybe(this::userId),
        maybe(() -> some(9)),
        maybe(this::messageId),
        maybe(() -> some(9)),
        maybe(() -> some(9)));
  }

  private TranscriptMedia media() {
    return new TranscriptMedia(
        maybe(() -> some(9)),
        maybe(() -> some(9)),
        maybe(() -> some(9)),
        size(),
        size(),
        size(),
        duration(),
        maybe(() -> some(9)),
        maybe(() -> some(9)),
        maybe(() -> some(9)),
        maybe(() -> some(9)),
        maybe(this::keys),
        maybe(this::time));
  }

  private Payload plainJson() {
    return new PlainJson(
        some(64),
        many(0, 5, this::messageId),
        maybe(this::userId),
        maybe(this::messageId),
        maybe(this::sessionId),
        many(
            0,
            5,
            () ->
                new PlainJson.Acknowledged(
                    messageId(),
                    "READ",
                    random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(size()))),
        maybe(() -> some(99)));
  }

  private Payload buttons() {
    return new ButtonGroup(many(1, 18, this::button));
  }

  private Button button() {
    return new Button(some(36), one("#12abEF", "#80000000", "red"), some(99));
  }

  private Payload card() {
    return new Card(
        maybe(this::userId),
        maybe(() -> some(9)),
        maybe(() ->
            random.nextBoolean()
                ? Card.Cover.of(some(9))
                : new Card.Cover(some(9), words(9), size(), size(), maybe(() -> some(9)))),
        some(128),
        words(1024),
        maybe(() -> some(9)),
        many(0, 18, this::button),
        random.nextBoolean(),
        maybe(this::time));
  }

  private Payload recall() {
    return new Recall(messageId());
  }

  private Payload pin() {
    return new Pin(one(Pin.PinAction.values()), many(1, 128, this::messageId));
  }

  private Payload encrypted() {
    return new Encrypted(
        "ENCRYPTED_X",
        bytes(32),
        many(1, one(1, 3, 255, 256, 510), () -> new Encrypted.SealedKey(sessionId(), bytes(48))),
        bytes(12),
        bytes(16 + random.nextInt(99)));
  }

  private Payload call() {
    return random.nextBoolean()
        ? new CallDescription(one(CallDescription.DescriptionType.values()), some(999))
        : one(CallEnd.values());
  }

  private Payload candidates() {
    return new CallCandidates(
        many(1, 9, () -> new CallCandidates.Candidate(some(99), words(9), size())));
  }

  private Payload conversation() {
    var action = one(SystemConversation.ConversationAction.values());
    return new SystemConversation(
        action,
        maybe(this::userId),
        Optional.of(userId()),
        action == SystemConversation.ConversationAction.ROLE
            ? Optional.of(one(SystemConversation.ParticipantRole.values()))
            : Optional.empty(),
        action == SystemConversation.ConversationAction.EXPIRE
            ? OptionalLong.of(size())
            : OptionalLong.empty());
  }

  private Payload user() {
    return new SystemUser(userId());
  }

  private Payload circle() {
    return new SystemCircle(
        one(SystemCircle.CircleAction.values()),
        id(),
        maybe(() -> new ConversationId(id())),
        maybe(this::userId));
  }

  private Payload session() {
    return new SystemSession(
        one(SystemSession.SessionAction.values()), userId(), sessionId(), maybe(() -> some(9)));
  }

  private Payload snapshot() {
    return new AccountSnapshot(
        some(9),
        new SnapshotId(id()),
        new AssetId(id()),
        maybe(this::userId),
        decimal(),
        maybe(() -> new TraceId(id())),
        maybe(() -> some(9)),
        maybe(this::decimal),
        maybe(this::decimal),
        time());
  }

  private Payload safeSnapshot() {
    return new SafeSnapshot(
        some(9),
        new SnapshotId(id()),
        new AssetId(id()),
        maybe(this::userId),
        maybe(this::userId),
        decimal(),
        maybe(() -> new TraceId(id())),
        maybe(() -> some(9)),
        maybe(this::decimal),
        maybe(this::decimal),
        time());
  }

  private String decimal() {
    return one("-0.00000001", "10", "9".repeat(40) + "." + "1".repeat(18));
  }

  private Attachment attachment() {
    return new Attachment(
        some(99), words(9), size(), maybe(this::keys), maybe(this::time), random.nextBoolean());
  }

  private Attachment.Keys keys() {
    return new Attachment.Keys(bytes(64), bytes(32));
  }

  private int size() {
    return one(0, 1, random.nextInt(1000), Integer.MAX_VALUE - 1);
  }

  private Duration duration() {
    return one(Duration.ZERO, Duration.ofDays(366), Duration.ofNanos(random.nextLong(1L << 40)));
  }

  private Instant time() {
    return Instant.ofEpochSecond(
        random.nextLong(-1L << 33, 1L << 33), random.nextInt(1_000_000_000));
  }

  private String some(int most) {
    return words(most - 1) + one("x", "🙂");
  }

  private String words(int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      if (random.nextInt(9) == 0) {
        text.append("🙂");
      } else {
        text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
    }
    return text.toString();
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private UserId userId() {
    return new UserId(id());
  }

  private MessageId messageId() {
    return new MessageId(id());
  }

  private SessionId sessionId() {
    return new SessionId(id());
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> many(int least, int most, Supplier<T> item) {
    int count = random.nextInt(3) == 0 ? most : random.nextInt(least, most + 1);
    return IntStream.range(0, count).mapToObj(_ -> item.get()).toList();
  }

  @SafeVarargs
  private <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
