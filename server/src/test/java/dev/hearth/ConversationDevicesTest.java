package dev.hearth;

import static dev.hearth.TestingPeople.message;
import static dev.hearth.TestingPeople.payload;
import static dev.hearth.TestingPeople.refusal;
import static dev.hearth.TestingPeople.restSaid;
import static dev.hearth.TestingPeople.said;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.SessionKeyPair;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// With what devices a conversation is read: the list that clients are given, and the checksum that
/// they answer with, as devices and members come and go.
@ExtendWith(OneHearth.class)
final class ConversationDevicesTest {
  private static final int STALE = ErrorCode.CHECKSUM_INVALID.code();

  private final TestingHearth hearth;
  private final TestingPeople people;

  ConversationDevicesTest(TestingHearth hearth) {
    this.hearth = hearth;
    this.people = new TestingPeople(hearth);
  }

  @Test
  void a_device_that_is_signed_out_leaves_nothing_behind() throws Exception {
    var talk = people.talk();
    Keystore lost = people.device(talk.other(), "Desktop");
    String before = listed(talk.one(), talk.conversation());
    var wanted = List.of(new PreKeyRequest(lost.userId(), Optional.of(lost.sessionId())));
    try (var sender = people.online(talk.one());
        var gone = people.online(lost)) {
      gone.ask(BlazeRequest.syncKeys(id(), TestingKeys.generate().upload(0, 5)));
      assertThat(sender.askForJson(BlazeRequest.consumeKeys(id(), wanted)))
          .contains(lost.sessionId().toString());

      people.call(
          talk.other(), "POST", "/logout", "{\"session_id\":\"%s\"}".formatted(lost.sessionId()));

      gone.awaitEnd();
      assertThat(sender.askForJson(BlazeRequest.consumeKeys(id(), wanted))).contains("\"data\":[]");
      assertThat(refusal(sender.send(sealed(talk.conversation(), before)))).isEqualTo(STALE);
      assertThat(refusal(sender.ask(handover(talk.conversation(), before, lost)))).isEqualTo(STALE);
      String after = listed(talk.one(), talk.conversation());
      assertThat(refusal(sender.send(sealed(talk.conversation(), after)))).isZero();
      assertThat(refusal(sender.ask(handover(talk.conversation(), after, talk.other())))).isZero();
    }
    assertThat(people.call(lost, "GET", "/me", "")).contains("\"code\":401");
    try (var phone = people.online(talk.other())) {
      assertThat(said(phone).category()).isEqualTo("SIGNAL_TEXT");
      assertThat(payload(said(phone))).isEqualTo("key");
      assertThat(restSaid(phone)).isEmpty();
    }
  }

  /// Two people write all the time, each time for the devices they were just told of, while devices
  /// and members come and go. `-Dhearth.seed=N` replays the changes.
  @Test
  void an_accepted_message_was_encrypted_for_the_devices_that_there_were() throws Exception {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    var history = new History(new Random(seed));
    List<Tried> tried = new ArrayList<>();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var over = new AtomicBoolean();
      Future<?> changing = threads.submit(() -> history.changeUntil(over));
      List<Future<List<Tried>>> writing = new ArrayList<>();
      for (Keystore writer : history.writers) {
        Callable<List<Tried>> trying = () -> write(writer, history, 48);
        writing.add(threads.submit(trying));
      }
      for (var written : writing) {
        tried.addAll(written.get());
      }
      over.set(true);
      history.attempts.release(2);
      changing.get();
    }

    assertThat(tried).as("seed %d", seed).allMatch(one -> one.code == 0 || one.code == STALE);
    assertThat(tried).as("seed %d", seed).anyMatch(one -> one.code == 0);
    assertThat(tried).as("seed %d", seed).anyMatch(one -> one.code == STALE);
    assertThat(tried.stream().filter(one -> one.code == 0))
        .as("seed %d", seed)
        .allMatch(history::stoodDuring);
    Tried last = write(history.writers.getFirst(), history, 1).getFirst();
    assertThat(last.code).as("seed %d: once nothing changes any more", seed).isZero();
    assertThat(last.checksum).isEqualTo(history.checksum());
  }

  /// @param checksum of the devices that the writer was told of
  /// @param code with which it was refused; 0 when it wasn't
  private record Tried(String checksum, int code, long from, long until) {}

  private List<Tried> write(Keystore writer, History history, int times) throws Exception {
    List<Tried> tried = new ArrayList<>();
    while (tried.size() < times) {
      // A connection that is refused often is answered late.
      try (var device = people.online(writer)) {
        for (int i = 0; i < Math.min(8, times); i++) {
          String checksum = listed(writer, history.group);
          long from = System.nanoTime();
          int code = refusal(device.send(sealed(history.group, checksum)));
          tried.add(new Tried(checksum, code, from, System.nanoTime()));
          history.attempts.release();
        }
      }
    }
    return tried;
  }

  /// The device lists of a group over time, as precisely as the thread that changes them can know.
  private final class History {
    /// These were the devices from `from` at the earliest until `until` at the latest.
    private record Spell(String checksum, long from, long until) {}

    private final Random random;
    private final Semaphore attempts = new Semaphore(0);
    private final List<Keystore> writers = List.of(hearth.person("Ann"), hearth.person("Ben"));
    private final List<Keystore> others =
        List.of(hearth.person("Cem"), hearth.person("Dag"), hearth.person("Eva"));
    private final ConversationId group =
        people.group(writers.getFirst(), writers.getLast(), others.getFirst());
    private final Map<UserId, List<SessionId>> devices = new HashMap<>();
    private final List<UserId> members = new ArrayList<>();
    private final List<Spell> spells = new ArrayList<>();

    History(Random random) {
      this.random = random;
      for (Keystore one : all()) {
        devices.put(one.userId(), new ArrayList<>(List.of(one.sessionId())));
      }
      writers.forEach(writer -> members.add(writer.userId()));
      members.add(others.getFirst().userId());
    }

    private List<Keystore> all() {
      List<Keystore> all = new ArrayList<>(writers);
      all.addAll(others);
      return all;
    }

    void changeUntil(AtomicBoolean over) {
      long from = System.nanoTime();
      while (!over.get()) {
        String standing = checksum();
        long begun = change();
        spells.add(new Spell(standing, from, System.nanoTime()));
        from = begun;
        attempts.acquireUninterruptibly(random.nextInt(3));
      }
      spells.add(new Spell(checksum(), from, Long.MAX_VALUE));
    }

    /// Returns when it began.
    private long change() {
      var chat = hearth.running().chat();
      UserId one = all().get(random.nextInt(all().size())).userId();
      UserId other = others.get(random.nextInt(others.size())).userId();
      List<SessionId> ofOne = devices.computeIfAbsent(one, _ -> new ArrayList<>());
      UserId owner = writers.getFirst().userId();
      long begun = System.nanoTime();
      if (random.nextInt(3) == 0) {
        if (members.remove(other)) {
          chat.directory().conversations().remove(owner, group, List.of(other));
        } else {
          members.add(other);
          chat.directory().conversations().add(owner, group, List.of(other));
        }
      } else if (ofOne.size() > 1 && random.nextBoolean()) {
        // Never the first: the writers write from it.
        chat.directory().accounts().revoke(ofOne.remove(1 + random.nextInt(ofOne.size() - 1)));
      } else {
        var key = SessionKeyPair.generate().key();
        ofOne.add(chat.directory().accounts().openSession(one, key, "Desktop").id());
      }
      return begun;
    }

    String checksum() {
      return md5(
          members.stream()
              .flatMap(member -> devices.getOrDefault(member, List.of()).stream())
              .toList());
    }

    boolean stoodDuring(Tried one) {
      return spells.stream()
          .anyMatch(spell ->
              spell.checksum.equals(one.checksum)
                  && spell.from - one.until <= 0
                  && spell.until - one.from >= 0);
    }
  }

  /// Of the devices as `GET /conversations/:id` lists them, by the rule that clients go by.
  private String listed(Keystore viewer, ConversationId conversation) throws Exception {
    JsonNode answer =
        JsonMapper.shared()
            .readTree(people.call(viewer, "GET", "/conversations/" + conversation, ""));
    return md5(
        answer
            .at("/data/participant_sessions")
            .valueStream()
            .map(session -> SessionId.of(session.path("session_id").asString()))
            .toList());
  }

  private static String md5(Collection<SessionId> sessions) {
    String joined = String.join("", sessions.stream().map(SessionId::toString).sorted().toList());
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(joined.getBytes(UTF_8)));
    } catch (java.security.NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static MessageRequest sealed(ConversationId conversation, String checksum) {
    return message(conversation, "SIGNAL_TEXT", "sealed").withChecksum(checksum);
  }

  private static BlazeRequest handover(ConversationId conversation, String checksum, Keystore to) {
    var key =
        MessageRequest.of(conversation, MessageId.random(), "", "key".getBytes(UTF_8))
            .withRecipient(to.userId())
            .withSession(to.sessionId());
    var common = message(conversation, "", "").withChecksum(checksum);
    return BlazeRequest.createKeyMessages(id(), common, List.of(key));
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
