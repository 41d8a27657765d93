package dev.hearth.sdk.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.store.ClientStore;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// To which conversation a sender key belongs, whatever the server says.
class SenderKeyHomeTest {
  private final DeviceAddress alice = new DeviceAddress(UserId.random(), SessionId.random());
  private final ConversationId conversation = ConversationId.random();
  private final ConversationId another = ConversationId.random();
  private final ClientStore store = ClientStore.inMemory();

  @Test
  void a_key_is_kept_for_the_conversation_that_it_names() {
    byte[] handed = distribution(Optional.of(conversation.toString()));

    assertThat(accepted(another, handed)).isFalse();
    assertThat(accepted(conversation, handed)).isTrue();
    assertThat(accepted(conversation, handed)).isTrue();
  }

  @Test
  void a_key_of_an_app_names_none_and_is_of_the_conversation_that_it_first_came_for() {
    byte[] handed = distribution(Optional.empty());

    assertThat(accepted(conversation, handed)).isTrue();
    assertThat(accepted(another, handed)).isFalse();
    assertThat(accepted(conversation, handed)).isTrue();
  }

  private boolean accepted(ConversationId in, byte[] handed) {
    return store.inTransaction(
        records -> new SenderKeys(records, new Random()).accept(in, alice, handed));
  }

  private static byte[] distribution(Optional<String> names) {
    var key = Curve25519KeyPair.generate(new Random()).publicKey();
    return new SenderKeyDistribution(7, Chain.of(new byte[32], 0), key, names).toBytes();
  }
}
