package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final ConversationId CONVERSATION =
      ConversationId.of("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee");

  private final Ids ids = new Ids(42);

  @Test
  void a_message_carries_both_of_its_ids_and_its_payload() {
    var payload = Payload.text(2);
    var template = Requests.createMessage(CONVERSATION, Optional.empty(), payload.bytes());

    String first = new String(template.fill(ids, high(1), high(2)), StandardCharsets.US_ASCII);
    String second = new String(template.fill(ids, high(3), high(4)), StandardCharsets.US_ASCII);

    assertThat(first)
        .startsWith("{\"id\":\"" + text(1) + "\",\"action\":\"CREATE_MESSAGE\"")
        .contains("\"message_id\":\"" + text(2) + "\"")
        .endsWith("\"}}");
    assertThat(second).contains(text(3)).contains(text(4)).hasSameSizeAs(first);
  }

  @Test
  void acknowledgements_go_together() {
    var template = Requests.acknowledge(Collections.nCopies(2, Template.ID));

    String json =
        new String(template.fill(ids, high(1), high(2), high(3)), StandardCharsets.US_ASCII);

    assertThat(json)
        .isEqualTo(
            """
            {"id":"%s","action":"ACKNOWLEDGE_MESSAGE_RECEIPTS","params":{"messages":[\
            {"message_id":"%s","status":"READ"},{"message_id":"%s","status":"READ"}]}}\
            """
                .formatted(text(1), text(2), text(3)));
  }

  private long high(int number) {
    return ids.high(Ids.Kind.MESSAGE, 0, number);
  }

  private String text(int number) {
    byte[] text = new byte[Ids.LENGTH];
    ids.write(text, 0, high(number));
    return new String(text, StandardCharsets.US_ASCII);
  }
}
