package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.PreKeyUpload;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How apps read the answer to `CONSUME_SESSION_SIGNAL_KEYS`: each requires the fields that its
/// code requires.
@ExtendWith(OneHearth.class)
final class BundlesInAppsTest {
  private final TestingKeys keys = TestingKeys.generate();
  private final TestingHearth hearth;
  private Keystore alice;
  private Keystore bob;

  /// The outcome when an app begins a session with a bundle.
  enum Begun {
    WITH_A_ONE_TIME_KEY,
    WITHOUT_ONE,
    NOT_AT_ALL
  }

  enum App {
    ANDROID(Begun.WITHOUT_ONE) {
      @Override
      Begun begin(JsonNode bundle) {
        // The app reads a missing field as null, and dereferences it.
        JsonNode oneTime = bundle.required("one_time_pre_key");
        JsonNode key = oneTime.path("pub_key");
        return key.isNull() || key.isMissingNode() || key.stringValue().isEmpty()
            ? Begun.WITHOUT_ONE
            : withKey(oneTime);
      }
    },
    IOS(Begun.WITHOUT_ONE) {
      @Override
      Begun begin(JsonNode bundle) {
        // Every field has to be there, in its type; base64 is strict.
        JsonNode oneTime = bundle.required("one_time_pre_key");
        assertThat(oneTime.required("key_id").isIntegralNumber()).isTrue();
        JsonNode key = oneTime.path("pub_key");
        return key.isNull() || key.stringValue().isEmpty() ? Begun.WITHOUT_ONE : withKey(oneTime);
      }
    },
    FLUTTER(Begun.WITHOUT_ONE) {
      @Override
      Begun begin(JsonNode bundle) {
        // A text, and never null.
        JsonNode oneTime = bundle.required("one_time_pre_key");
        return oneTime.required("pub_key").stringValue().isEmpty()
            ? Begun.WITHOUT_ONE
            : withKey(oneTime);
      }
    },
    /// The desktop app in Rust knows no bundle without a key: it needs a stock that is full.
    RUST(Begun.NOT_AT_ALL) {
      @Override
      Begun begin(JsonNode bundle) {
        JsonNode oneTime = bundle.required("one_time_pre_key");
        return oneTime.required("pub_key").stringValue().isEmpty()
            ? Begun.NOT_AT_ALL
            : withKey(oneTime);
      }
    };

    final Begun withoutOneTimeKey;

    App(Begun withoutOneTimeKey) {
      this.withoutOneTimeKey = withoutOneTimeKey;
    }

    abstract Begun begin(JsonNode bundle);

    /// Reads the fields that all apps read.
    final Begun read(JsonNode bundle) {
      UUID.fromString(bundle.required("user_id").stringValue());
      UUID.fromString(bundle.required("session_id").stringValue());
      assertThat(bundle.required("registration_id").intValue()).isBetween(1, 16_380);
      JsonNode signed = bundle.required("signed_pre_key");
      assertThat(signed.required("key_id").isIntegralNumber()).isTrue();
      Curve25519PublicKey identity = key(bundle.required("identity_key"));
      byte[] signature = strictBase64(signed.required("signature"));
      assertThat(identity.verifies(key(signed.required("pub_key")).toBytes(), signature)).isTrue();
      return begin(bundle);
    }

    private static Begun withKey(JsonNode oneTime) {
      assertThat(oneTime.required("key_id").isIntegralNumber()).isTrue();
      key(oneTime.required("pub_key"));
      return Begun.WITH_A_ONE_TIME_KEY;
    }

    private static Curve25519PublicKey key(JsonNode text) {
      return Curve25519PublicKey.find(strictBase64(text)).orElseThrow();
    }

    private static byte[] strictBase64(JsonNode text) {
      assertThat(text.stringValue().length() % 4).isZero();
      return Base64.getDecoder().decode(text.stringValue());
    }
  }

  BundlesInAppsTest(TestingHearth hearth) {
    this.hearth = hearth;
  }

  @BeforeEach
  void meet() {
    alice = hearth.person("Alice");
    bob = hearth.person("Bob");
    hearth
        .running()
        .chat()
        .directory()
        .conversations()
        .create(alice.userId(), NewConversation.contact(alice.userId(), bob.userId()));
  }

  @ParameterizedTest
  @EnumSource
  void a_session_begins_with_a_one_time_key_while_there_are_any(App app) throws Exception {
    leave(keys.upload(1, 2));

    assertThat(app.read(bundles().required(0))).isEqualTo(Begun.WITH_A_ONE_TIME_KEY);
    assertThat(app.read(bundles().required(0))).isEqualTo(app.withoutOneTimeKey);
  }

  @Test
  void a_device_that_left_no_keys_is_left_out() throws Exception {
    assertThat(bundles().isArray()).isTrue();
    assertThat(bundles().isEmpty()).isTrue();
  }

  private void leave(PreKeyUpload upload) throws Exception {
    try (var device = Device.online(hearth.address(), bob)) {
      assertThat(device.ask(BlazeRequest.syncKeys(id(), upload)).error()).isEmpty();
    }
  }

  private JsonNode bundles() throws Exception {
    var wanted = List.of(new PreKeyRequest(bob.userId(), Optional.of(bob.sessionId())));
    try (var device = Device.online(hearth.address(), alice)) {
      String answer = device.askForJson(BlazeRequest.consumeKeys(id(), wanted));
      return JsonMapper.shared().readTree(answer).required("data");
    }
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
