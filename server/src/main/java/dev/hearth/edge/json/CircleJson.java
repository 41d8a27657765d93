package dev.hearth.edge.json;

import dev.hearth.chat.directory.circle.Circle;
import dev.hearth.chat.directory.circle.CircleItem;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.protocol.WireTime;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// How circles look over HTTP.
public final class CircleJson {
  private CircleJson() {}

  public static ApiResponse show(Circle circle) {
    return ApiResponse.written(json -> write(json, circle));
  }

  public static ApiResponse show(List<CircleItem> items) {
    return ApiResponse.written(json -> {
      json.writeStartArray();
      items.forEach(item -> write(json, item));
      json.writeEndArray();
    });
  }

  public static void write(JsonGenerator json, Circle circle) {
    json.writeStartObject();
    json.writeStringProperty("type", "circle");
    json.writeStringProperty("circle_id", circle.id().toString());
    json.writeStringProperty("user_id", circle.owner().toString());
    json.writeStringProperty("name", circle.name());
    json.writeStringProperty("created_at", WireTime.format(circle.createdAt()));
    json.writeEndObject();
  }

  public static void write(JsonGenerator json, CircleItem item) {
    json.writeStartObject();
    json.writeStringProperty("type", "circle_conversation");
    json.writeStringProperty("circle_id", item.circle().toString());
    json.writeStringProperty("conversation_id", item.conversation().toString());
    json.writeName("user_id");
    item.other().ifPresentOrElse(user -> json.writeString(user.toString()), json::writeNull);
    json.writeStringProperty("created_at", WireTime.format(item.createdAt()));
    json.writeEndObject();
  }
}
