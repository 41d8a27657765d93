package dev.hearth.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

class GoldenPayloadsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final UserId BOT = UserId.of("7a54e394-1626-4cd4-b967-543932c2a032");
  private static final long UPDATED = WireTime.parse("2026-01-02T03:04:05.678901Z").orElseThrow();

  @TestFactory
  Stream<DynamicTest> payloads_mean_what_their_clients_mean() {
    return each(item -> {
      Payload payload = read(item.category(), item.payload());

      item.means()
          .ifPresentOrElse(
              means -> assertThat(JSON.readTree(payload.toBytes())).isEqualTo(means),
              () -> assertThat(payload.toBytes()).isEqualTo(item.payload()));
      assertThat(read(item.category(), payload.toBytes()))
          .usingRecursiveComparison()
          .isEqualTo(payload);
    });
  }

  @TestFactory
  Stream<DynamicTest> a_server_adds_what_some_clients_need() {
    return each(item -> {
      byte[] completed =
          switch (item.category()) {
            case "APP_CARD" -> Card.completed(item.payload(), BOT, UPDATED);
            case "PLAIN_IMAGE", "PLAIN_VIDEO", "PLAIN_AUDIO", "PLAIN_DATA" ->
                Attachment.completed(item.payload());
            default -> item.payload();
          };

      item.delivered()
          .ifPresentOrElse(
              delivered -> assertThat(JSON.readTree(completed)).isEqualTo(delivered),
              () -> assertThat(completed).isSameAs(item.payload()));
    });
  }

  private static Stream<DynamicTest> each(Consumer<GoldenPayload> test) {
    return GoldenPayload.all().stream()
        .map(item -> DynamicTest.dynamicTest(item.name(), () -> test.accept(item)));
  }

  private static Payload read(String category, byte[] payload) {
    Payload read = Payload.of(category, payload);
    boolean known = !category.startsWith("SIGNAL_") && !category.equals("PLAIN_SCENT");
    assertThat(read instanceof Unknown).as(read.toString()).isNotEqualTo(known);
    return read;
  }
}
