package dev.hearth.edge.api;

import dev.hearth.edge.api.ApiResponse.Data;
import dev.hearth.edge.api.ApiResponse.Nothing;
import dev.hearth.edge.api.ApiResponse.Refused;
import dev.hearth.edge.api.ApiResponse.Written;
import dev.hearth.protocol.BlazeFrames;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;

/// An answer as it goes out: an HTTP status and a JSON object, always.
///
/// @param json UTF-8
record Envelope(int status, @SuppressWarnings("ArrayRecordComponent") byte[] json) {
  private static final int OK = 200;

  static Envelope of(ApiResponse response) {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = ApiJson.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      write(json, response);
      json.writeEndObject();
    }
    int status = response instanceof Refused refused ? refused.code().status() : OK;
    return new Envelope(status, bytes.toByteArray());
  }

  private static void write(JsonGenerator json, ApiResponse response) {
    switch (response) {
      case Data(var view) -> {
        json.writeName("data");
        ApiJson.MAPPER.writeValue(json, view);
      }
      case Written(var value) -> {
        json.writeName("data");
        value.accept(json);
      }
      case Nothing() -> json.writeNullProperty("data");
      case Refused(var code, var extra) -> {
        json.writeName("error");
        BlazeFrames.writeError(json, code, extra);
      }
    }
  }
}
