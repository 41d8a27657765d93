package dev.hearth.edge.http;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// How the API reads and writes JSON.
final class ApiJson {
  static final int DEEPEST = 32;

  /// Once parsed, a token takes some 30 bytes, however short it was.
  static final long MOST_TOKENS = 200_000;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxTokenCount(MOST_TOKENS)
                          .build())
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .addModule(
              new SimpleModule("ids")
                  .addSerializer(UserId.class, ToStringSerializer.instance)
                  .addSerializer(SessionId.class, ToStringSerializer.instance)
                  .addSerializer(ConversationId.class, ToStringSerializer.instance)
                  .addSerializer(MessageId.class, ToStringSerializer.instance))
          .build();

  private ApiJson() {}
}
