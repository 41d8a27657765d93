package dev.hearth.protocol.blaze;

import dev.hearth.protocol.json.Json;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads what a server says, in one pass.
final class BlazeReplyReader {
  private BlazeReplyReader() {}

  static Optional<BlazeReply> read(byte[] json) {
    try (JsonParser in = Json.read(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      String id = "";
      String action = "";
      Optional<MessageView> data = Optional.empty();
      List<PreKeyBundle> preKeys = List.of();
      Optional<BlazeReply.Failure> error = Optional.empty();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "id" -> id = Json.string(in);
          case "action" -> action = Json.string(in);
          case "data" -> {
            if (in.currentToken() == JsonToken.START_ARRAY) {
              preKeys = PreKeyReader.bundles(in, BlazeParams.MOST_RECIPIENTS);
            } else {
              data = MessageViewReader.read(in);
            }
          }
          case "error" -> error = error(in);
          default -> in.skipChildren();
        }
      }
      return in.nextToken() == null
          ? Optional.of(new BlazeReply(id, action, data, preKeys, error))
          : Optional.empty();
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<BlazeReply.Failure> error(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return Optional.empty();
    }
    int status = 0;
    int code = 0;
    String description = "";
    Extra extra = Extra.NONE;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "status" -> status = (int) Json.number(in);
        case "code" -> code = (int) Json.number(in);
        case "description" -> description = Json.string(in);
        case "extra" -> extra = Extra.read(in);
        default -> in.skipChildren();
      }
    }
    return Optional.of(
        new BlazeReply.Failure(status, code, description, extra.field(), extra.retryAfter()));
  }

  /// The fields of `extra` that we know.
  private record Extra(String field, Optional<Duration> retryAfter) {
    static final Extra NONE = new Extra("", Optional.empty());

    static Extra read(JsonParser in) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        return NONE;
      }
      String field = "";
      String retryAfter = "";
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "field" -> field = Json.string(in);
          case "retry_after" -> retryAfter = Json.string(in);
          default -> in.skipChildren();
        }
      }
      return new Extra(field, seconds(retryAfter));
    }

    private static Optional<Duration> seconds(String text) {
      return text.matches("[0-9]{1,6}")
          ? Optional.of(Duration.ofSeconds(Integer.parseInt(text)))
          : Optional.empty();
    }
  }
}
