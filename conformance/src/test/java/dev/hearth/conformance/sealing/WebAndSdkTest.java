package dev.hearth.conformance.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.sealing.SealingEnd.Heard;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.OneTimePreKey;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.key.SessionKey;
import dev.hearth.protocol.key.TokenCheck;
import dev.hearth.sdk.http.LinkSecret;
import dev.hearth.sdk.signal.Curve25519KeyPair;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The web messenger's encryption and the SDK's read each other, whatever happens on the way.
/// `-Dhearth.seed=S` repeats who says what and what becomes of it; the keys are others.
@Timeout(120)
class WebAndSdkTest {
  private static final int STEPS = 150;
  // A message waits for fewer steps than it takes to make the other side forget its chain.
  private static final int MOST_STEPS_ON_THE_WAY = 12;

  private final long seed = seed();
  private final Random random = new Random(seed);
  private final ConversationId conversation = ConversationId.random();
  private final Map<SealingEnd, Left> left = new HashMap<>();

  private WebEnd web;
  private SdkEnd sdk;
  private int said;

  /// The keys that an end has left, and those of them that nobody has taken yet.
  private record Left(PreKeyUpload keys, Deque<OneTimePreKey> oneTime) {}

  private record Sent(
      SealingEnd from, SealingEnd to, boolean toAll, Envelope envelope, String text, int step) {}

  @BeforeEach
  void leaveKeys() {
    web = WebEnd.at(someDevice());
    sdk = SdkEnd.at(someDevice());
    for (SealingEnd end : List.of(web, sdk)) {
      PreKeyUpload keys = end.leaveKeys(random.nextInt(4));
      left.put(end, new Left(keys, new ArrayDeque<>(keys.oneTime())));
    }
  }

  @AfterEach
  void end() throws IOException {
    web.close();
  }

  @Test
  void a_message_of_one_is_opened_by_the_other_once_in_any_order_also_when_both_begin() {
    var onTheWay = new ArrayList<Sent>();
    var holdsKeyOf = new HashMap<SealingEnd, Boolean>();
    begin(web);
    begin(sdk);
    for (int step = 0; step < STEPS; step++) {
      SealingEnd from = random.nextBoolean() ? web : sdk;
      switch (random.nextInt(12)) {
        case 0 -> begin(from);
        case 1 -> {
          var key = from.sealKey(conversation, other(from).address());
          assertHeard(other(from).openKey(conversation, from.address(), key), "");
          holdsKeyOf.put(from, true);
        }
        case 2 -> {
          if (random.nextInt(3) == 0) {
            from.rotate(conversation);
            holdsKeyOf.put(from, false);
          }
        }
        case 3, 4, 5 -> {
          if (holdsKeyOf.getOrDefault(from, false)) {
            String text = "to all " + said++;
            onTheWay.add(
                new Sent(
                    from,
                    other(from),
                    true,
                    from.seal(conversation, text).orElseThrow(),
                    text,
                    step));
          }
        }
        case 6, 7, 8 -> {
          String text = "to one " + said++;
          onTheWay.add(
              new Sent(
                  from, other(from), false, from.sealFor(other(from).address(), text), text, step));
        }
        default -> takeOne(onTheWay).ifPresent(this::arrives);
      }
      while (!onTheWay.isEmpty() && step - onTheWay.getFirst().step > MOST_STEPS_ON_THE_WAY) {
        arrives(onTheWay.removeFirst());
      }
    }
    onTheWay.forEach(this::arrives);
    assertThat(web.safetyNumber(sdk.address().user()))
        .isEqualTo(sdk.safetyNumber(web.address().user()));
  }

  @Test
  void after_the_browser_went_back_to_an_old_state_nothing_false_is_opened_and_both_begin_anew() {
    begin(web);
    web.save();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 6; i++) {
        SealingEnd from = random.nextBoolean() ? web : sdk;
        if (from.equals(sdk) && said == 0) {
          continue;
        }
        String text = "said " + said++;
        Envelope envelope = from.sealFor(other(from).address(), text);
        Heard heard = other(from).open(conversation, from.address(), envelope);
        assertThat(heard.text()).as("seed %d", seed).isIn("", text);
      }
      web.restore();
    }
    for (SealingEnd from : List.of(web, sdk)) {
      begin(from);
      Envelope envelope = from.sealFor(other(from).address(), "again");
      assertHeard(other(from).open(conversation, from.address(), envelope), "again");
    }
  }

  @Test
  void one_bit_changed_in_64_places_is_refused_by_both() {
    begin(web);
    begin(sdk);
    for (SealingEnd from : List.of(web, sdk)) {
      SealingEnd to = other(from);
      assertHeard(
          to.openKey(conversation, from.address(), from.sealKey(conversation, to.address())), "");
      Envelope good = from.seal(conversation, "good").orElseThrow();
      for (int i = 0; i < 64; i++) {
        byte[] changed = good.message();
        changed[i * changed.length / 64] ^= (byte) (1 << i % 8);
        Heard heard =
            to.open(
                conversation, from.address(), new Envelope(good.type(), Optional.empty(), changed));
        assertThat(heard.outcome()).as("change %d", i).isNotEqualTo("opened");
      }
      assertHeard(to.open(conversation, from.address(), good), "good");
    }
  }

  @Test
  void each_links_a_device_of_the_other() {
    var shown = web.ask("show link", Map.of());
    var secret =
        new LinkSecret(
            Curve25519KeyPair.generate(), sdk.address().user(), sdk.address().session(), "1234");
    var key = Curve25519PublicKey.find(shown.path("key").asString()).orElseThrow();

    var read = web.ask("read link", Map.of("secret", secret.seal(key)));

    assertThat(read.path("identity").asString())
        .isEqualTo(secret.identity().publicKey().toString());
    assertThat(read.path("user").asString()).isEqualTo(secret.user().toString());
    assertThat(read.path("session").asString()).isEqualTo(secret.session().toString());
    assertThat(read.path("code").asString()).isEqualTo("1234");

    var device = Curve25519KeyPair.generate();
    var answered =
        web.ask(
            "answer link",
            Map.of(
                "session", web.address().session().toString(),
                "code", "5678",
                "key", WireBase64.standard(device.publicKey().toBytes())));
    var opened = LinkSecret.open(answered.path("secret").asString(), device).orElseThrow();

    assertThat(opened.user()).isEqualTo(web.address().user());
    assertThat(opened.code()).isEqualTo("5678");
    assertThat(opened.identity().publicKey()).hasToString(answered.path("identity").asString());
  }

  @Test
  void ids_that_are_derived_are_the_same_on_both_sides() {
    var owner = new UserId(UUID.randomUUID());
    var other = new UserId(UUID.randomUUID());
    UUID chance = UUID.randomUUID();
    List<UserId> participants = List.of(other, new UserId(UUID.randomUUID()));

    var ids =
        web.ask(
            "derive ids",
            Map.of(
                "owner", owner.toString(),
                "other", other.toString(),
                "random", chance.toString(),
                "name", "Grüße \uD83D\uDE42",
                "participants", participants.stream().map(UserId::toString).toList()));

    assertThat(ids.path("contact").asString())
        .isEqualTo(ConversationId.ofContact(owner, other).toString());
    assertThat(ids.path("group").asString())
        .isEqualTo(
            ConversationId.ofGroup(owner, "Grüße \uD83D\uDE42", participants, chance).toString());
    assertThat(ids.path("snapshot").asString())
        .isEqualTo(SnapshotId.ofTransfer(new TraceId(chance), owner).toString());
  }

  @Test
  void a_token_of_the_web_messenger_is_good_for_its_request_alone() {
    String session = web.address().session().toString();
    var answer =
        web.ask("sign token", Map.of("session", session, "target", "/me?a=1", "body", "{}"));
    var key = SessionKey.parse(answer.path("key").asString()).orElseThrow();
    var token = TokenCheck.parse(answer.path("token").asString()).orElseThrow();
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

    assertThat(token.isSignedBy(key)).isTrue();
    assertThat(token.covers("POST", List.of("/me?a=1"), body)).isTrue();
    assertThat(token.covers("POST", List.of("/me"), body)).isFalse();
    assertThat(token.covers("GET", List.of("/me?a=1"), body)).isFalse();
    assertThat(token.claims().user()).isEqualTo(web.address().user());
    assertThat(token.claims().session()).isEqualTo(web.address().session());
    assertThat(token.claims().isCurrent(Instant.now())).isTrue();
  }

  /// A message arrives: it is opened, and, should it come again, not a second time. Some arrive
  /// changed before.
  private void arrives(Sent sent) {
    if (random.nextInt(4) == 0) {
      byte[] changed = sent.envelope.message();
      changed[changed.length - 1 - random.nextInt(8)] ^= (byte) (1 << random.nextInt(8));
      var envelope = new Envelope(sent.envelope.type(), Optional.empty(), changed);
      if (envelope.type() != Envelope.Type.NEW_SESSION) {
        assertThat(open(sent, envelope).outcome()).as("seed %d", seed).isNotEqualTo("opened");
      }
    }
    assertHeard(open(sent, sent.envelope), sent.text);
    assertThat(open(sent, sent.envelope).outcome()).as("seed %d", seed).isNotEqualTo("opened");
  }

  private Heard open(Sent sent, Envelope envelope) {
    return sent.to.open(conversation, sent.from.address(), envelope);
  }

  private Optional<Sent> takeOne(List<Sent> onTheWay) {
    return onTheWay.isEmpty()
        ? Optional.empty()
        : Optional.of(onTheWay.remove(random.nextInt(onTheWay.size())));
  }

  /// With a one-time pre-key as long as there are some.
  private void begin(SealingEnd from) {
    SealingEnd to = other(from);
    Left its = Objects.requireNonNull(left.get(to));
    from.begin(
        new PreKeyBundle(
            to.address().user(),
            to.address().session(),
            to.registrationId(),
            its.keys.identity(),
            its.keys.signed(),
            Optional.ofNullable(its.oneTime.poll())));
  }

  private SealingEnd other(SealingEnd end) {
    return end.equals(web) ? sdk : web;
  }

  private void assertHeard(Heard heard, String text) {
    assertThat(heard).as("seed %d", seed).isEqualTo(Heard.said(text));
  }

  private DeviceAddress someDevice() {
    return new DeviceAddress(new UserId(UUID.randomUUID()), new SessionId(UUID.randomUUID()));
  }

  private static long seed() {
    Long given = Long.getLong("hearth.seed");
    return given == null ? System.nanoTime() : given;
  }
}
