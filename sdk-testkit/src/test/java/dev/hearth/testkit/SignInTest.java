package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.SignIn;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Somebody signs in with a code, at a real server.
@ExtendWith(HearthExtension.class)
class SignInTest {
  private final HearthServer hearth;

  private final ClientStore store = ClientStore.inMemory();
  private final List<String> saved = new ArrayList<>();
  private Keystore alice;
  private String number = "";

  SignInTest(HearthServer hearth) {
    this.hearth = hearth;
  }

  @BeforeEach
  void signUp() {
    alice = hearth.person("Alice");
    try (var client = hearth.client(alice)) {
      number = client.api().me().identityNumber();
    }
  }

  @Test
  void a_code_signs_in_on_a_new_device_and_out_on_all_others() {
    var tablet = hearth.anotherDevice(alice);
    var options = hearth.options();
    var code = hearth.signInCode(alice);

    // @start region="sign-in"
    SignIn.byCode(number, code, store, options)
        .ifPresentOrElse(keystore -> save(keystore.toJson()), () -> show("Another code, please"));
    // @end

    var keystore = Keystore.parse(saved.getFirst()).orElseThrow();
    assertThat(SignalDevice.find(keystore.userId(), store)).isPresent();
    try (var client = hearth.client(keystore)) {
      assertThat(client.api().me().id()).isEqualTo(alice.userId());
    }
    for (var old : List.of(alice, tablet)) {
      try (var client = hearth.client(old)) {
        assertThatThrownBy(() -> client.api().me())
            .isInstanceOfSatisfying(
                HearthException.class, e -> assertThat(e.code()).isEqualTo(401));
      }
    }
  }

  @Test
  void an_invitation_makes_an_account_that_talks_to_its_contact_encrypted_at_once()
      throws Exception {
    var options = hearth.options();
    String code = hearth.invitation(alice);
    try (var hers = Phone.open(hearth, alice, ClientStore.inMemory())) {
      // @start region="join"
      var keystore = SignIn.byInvitation(code, "Nora", store, options);
      save(keystore.toJson());
      // @end

      try (var noras = Phone.open(hearth, keystore, store)) {
        noras.say(ConversationId.ofContact(alice.userId(), keystore.userId()), "Hello");
        assertThat(hers.next()).isEqualTo("Hello");
      }
    }
    assertThatThrownBy(
            () -> SignIn.byInvitation(code, "Nils", ClientStore.inMemory(), hearth.options()))
        .isInstanceOfSatisfying(HearthException.class, e -> assertThat(e.code()).isEqualTo(20192));
  }

  @Test
  void a_code_is_good_once_and_for_ten_minutes() {
    var code = hearth.signInCode(alice);
    var late = hearth.signInCode(hearth.person("Bob"));

    assertThat(signIn(code)).isPresent();
    assertThat(signIn(code)).isEmpty();
    var next = hearth.signInCode(alice);
    hearth.clock().turn(Duration.ofMinutes(10));
    assertThat(signIn(next)).isEmpty();
    assertThat(signIn(late)).isEmpty();
  }

  @Test
  void wrong_codes_do_not_use_up_the_right_one() {
    var code = hearth.signInCode(alice);
    for (int i = 0; i < 10; i++) {
      assertThat(signIn("0")).isEmpty();
    }

    assertThat(signIn(code)).isPresent();
  }

  @Test
  void nobody_learns_who_there_is() {
    var code = hearth.signInCode(alice);

    assertThat(SignIn.byCode("99999999", code, ClientStore.inMemory(), hearth.options())).isEmpty();
    assertThat(SignIn.byCode("nobody", code, ClientStore.inMemory(), hearth.options())).isEmpty();
    assertThat(signIn(code)).isPresent();
  }

  @Test
  void a_store_that_is_somebodys_already_is_left_alone() {
    SignalDevice.create(alice.userId(), OwnIdentity.generate(), store);
    var code = hearth.signInCode(alice);

    assertThatThrownBy(() -> SignIn.byCode(number, code, store, hearth.options()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(signIn(code)).isPresent();
  }

  private Optional<Keystore> signIn(String code) {
    return SignIn.byCode(number, code, ClientStore.inMemory(), hearth.options());
  }

  private void save(String keystore) {
    saved.add(keystore);
  }

  private void show(String text) {
    throw new AssertionError(text);
  }
}
