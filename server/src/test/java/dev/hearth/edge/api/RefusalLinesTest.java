package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.hearth.edge.RefusalLog;
import dev.hearth.edge.api.TestingApi.Answer;
import dev.hearth.edge.api.TestingApi.Client;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/// Each refusal is one line of the log: who was refused what, and why; and it is counted.
@ExtendWith(OneApi.class)
final class RefusalLinesTest {
  private final TestingApi api;
  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
  private final Lines lines = new Lines();
  private Client alice;

  RefusalLinesTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void listen() {
    alice = api.person("Alice");
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.DEBUG);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void a_refusal_says_who_what_which_field_and_why() {
    double before = counted("POST /conversations", "10002");

    var refused =
        api.post(
            alice,
            "/conversations",
            """
            {"conversation_id": "%s", "category": "GROUP", "name": "Secret name",
             "participants": [{"user_id": "%s"}, {"user_id": "%s"}]}
            """
                .formatted(UUID.randomUUID(), alice.id(), UUID.randomUUID()));

    assertThat(refused.json().at("/error/extra"))
        .hasToString(
            """
            {"reason":"There is no user of this id.","field":"participants","index":"1"}\
            """);
    assertThat(lines.logged)
        .containsExactly(
            "Refused POST /conversations to user %s, session %s: 10002, field participants, item 1: There is no user of this id."
                .formatted(alice.id(), alice.session()));
    assertThat(counted("POST /conversations", "10002")).isEqualTo(before + 1);
  }

  @Test
  void an_item_of_another_kind_is_named_by_its_place() {
    String group =
        "{\"conversation_id\":\"%s\",\"category\":\"GROUP\",\"participants\":[{},{},7]}"
            .formatted(UUID.randomUUID());

    assertItem("participants", 2, api.post(alice, "/conversations", group));
    assertItem(
        "participants",
        1,
        api.post(alice, "/conversations/" + UUID.randomUUID() + "/participants/ADD", "[{},\"x\"]"));
    assertItem("contacts", 1, api.post(alice, "/contacts", "[{},[]]"));
    assertItem("sticker_ids", 1, api.post(alice, "/stickers/favorite/remove", "[\"x\",null]"));
    assertItem(
        "circles",
        1,
        api.post(alice, "/users/" + api.person("Bob").id() + "/circles", "[{},true]"));
  }

  private static void assertItem(String field, int place, Answer answer) {
    assertThat(answer.invalidField()).isEqualTo(field);
    assertThat(answer.json().at("/error/extra/index").asString()).isEqualTo("" + place);
  }

  @Test
  void no_line_has_anything_that_a_client_wrote() {
    var canary = "Canary" + UUID.randomUUID();
    for (var target : List.of("/users/" + canary, "/" + canary, "/circles/" + canary)) {
      api.get(alice, target).code();
      api.getAsNobody(target).code();
    }
    api.post(alice, "/relationships", "{\"user_id\":\"" + canary + "\"}").code();
    api.post(alice, "/relationships", canary).code();

    assertThat(lines.logged).hasSize(8).allSatisfy(line -> assertThat(line).doesNotContain(canary));
  }

  private double counted(String what, String code) {
    var counter = api.meters().find("hearth.refusals").tags("at", what, "code", code).counter();
    return counter == null ? 0 : counter.count();
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      logged.add(event.getFormattedMessage());
    }
  }
}
