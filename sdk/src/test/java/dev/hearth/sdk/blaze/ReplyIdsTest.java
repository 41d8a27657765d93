package dev.hearth.sdk.blaze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyIdsTest {
  private final MessageId message = MessageId.random();

  @Test
  void a_reply_has_the_same_id_after_a_restart_and_each_reply_its_own() {
    for (SessionKeyPair pair : List.of(SessionKeyPair.generate(), SessionKeyPair.generateRsa())) {
      var ids = ids(pair);
      var first = ids.of(message, 1);

      assertThat(ids(pair).of(message, 1)).isEqualTo(first);
      assertThat(ids.of(message, 2)).isNotEqualTo(first);
      assertThat(ids.of(MessageId.random(), 1)).isNotEqualTo(first);
      assertThat(first.uuid().version()).isEqualTo(8);
      assertThat(first.uuid().variant()).isEqualTo(2);
    }
  }

  @Test
  void nobody_without_the_key_computes_it() {
    assertThat(ids(SessionKeyPair.generate()).of(message, 1))
        .isNotEqualTo(ids(SessionKeyPair.generate()).of(message, 1));
  }

  private static ReplyIds ids(SessionKeyPair pair) {
    return new ReplyIds(
        new Keystore(UserId.of("00000000-0000-4000-8000-000000000001"), SESSION, pair, "", ""));
  }

  private static final SessionId SESSION = SessionId.of("00000000-0000-4000-8000-000000000002");
}
