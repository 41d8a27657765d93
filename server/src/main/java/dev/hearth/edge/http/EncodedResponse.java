package dev.hearth.edge.http;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.Refusal.Reason;
import dev.hearth.edge.http.ApiResponse.BytesResponse;
import dev.hearth.edge.http.ApiResponse.DataResponse;
import dev.hearth.edge.http.ApiResponse.NothingResponse;
import dev.hearth.edge.http.ApiResponse.Refused;
import dev.hearth.edge.http.ApiResponse.WrittenResponse;
import dev.hearth.protocol.blaze.BlazeFrames;
import dev.hearth.protocol.blaze.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// A resource's answer as it goes out: an HTTP status, and a JSON object unless the resource made
/// something else.
///
/// @param headers besides the type of the content, by name
public record EncodedResponse(
    int status,
    String contentType,
    @SuppressWarnings("ArrayRecordComponent") byte[] body,
    Map<String, String> headers) {
  private static final int OK = 200;
  private static final String JSON = "application/json";
  private static final String RETRY_AFTER = "Retry-After";

  /// As the public API answers: in an envelope, and refusals with HTTP 202.
  public static EncodedResponse enveloped(ApiResponse response) {
    return response instanceof BytesResponse(var contentType, var bytes, var headers)
        ? new EncodedResponse(OK, contentType, bytes, headers)
        : json(response);
  }

  /// As the local door answers: no envelope, an HTTP status that says how it went, and a sentence
  /// where it is refused.
  public static EncodedResponse plain(ApiResponse response) {
    if (response instanceof BytesResponse) {
      return enveloped(response);
    }
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = ApiJson.MAPPER.createGenerator(bytes)) {
      switch (response) {
        case DataResponse(var view) -> ApiJson.MAPPER.writeValue(json, view);
        case WrittenResponse(var value) -> value.accept(json);
        case NothingResponse() -> json.writeNull();
        case Refused(var refusal) ->
            json.writeStartObject()
                .writeStringProperty("error", plainSentence(refusal))
                .writeEndObject();
        case BytesResponse _ -> throw new IllegalStateException("answered above");
      }
    }
    int status = response instanceof Refused(var refusal) ? plainStatus(refusal) : OK;
    return new EncodedResponse(status, JSON, bytes.toByteArray(), Map.of());
  }

  private static int plainStatus(Refusal refusal) {
    return switch (refusal.reason()) {
      case Reason.Status(int status, _) -> status;
      case Reason.NoRoom() -> 507;
      case Reason.Said _, Reason.Spent _, Reason.PinWrong _ -> httpStatus(refusal.code());
    };
  }

  /// Some codes are HTTP's own; the others say what the client did wrong.
  private static int httpStatus(ErrorCode code) {
    return code.code() < 600 ? code.code() : 400;
  }

  private static String plainSentence(Refusal refusal) {
    String sentence = refusal.reason().sentence();
    return refusal.field().map(name -> sentence + " Look at " + name + ".").orElse(sentence);
  }

  EncodedResponse withStatus(int other) {
    return new EncodedResponse(other, contentType, body, headers);
  }

  private static EncodedResponse json(ApiResponse response) {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = ApiJson.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      write(json, response);
      json.writeEndObject();
    }
    return new EncodedResponse(status(response), JSON, bytes.toByteArray(), headers(response));
  }

  private static int status(ApiResponse response) {
    return switch (response) {
      case Refused(var refusal) -> refusal.code().status();
      case DataResponse _, WrittenResponse _, NothingResponse _, BytesResponse _ -> OK;
    };
  }

  private static Map<String, String> headers(ApiResponse response) {
    return response instanceof Refused(var refusal)
        ? refusal
            .findSpent()
            .map(spent -> Map.of(RETRY_AFTER, Long.toString(spent.seconds())))
            .orElse(Map.of())
        : Map.of();
  }

  private static void write(JsonGenerator json, ApiResponse response) {
    switch (response) {
      case DataResponse(var view) -> {
        json.writeName("data");
        ApiJson.MAPPER.writeValue(json, view);
      }
      case WrittenResponse(var value) -> {
        json.writeName("data");
        value.accept(json);
      }
      case BytesResponse bytes ->
          throw new IllegalArgumentException("no JSON: " + bytes.contentType());
      case NothingResponse() -> json.writeNullProperty("data");
      case Refused(var refusal) -> {
        json.writeName("error");
        BlazeFrames.writeError(json, refusal.code(), refusal.description(), refusal.extra());
      }
    }
  }
}
