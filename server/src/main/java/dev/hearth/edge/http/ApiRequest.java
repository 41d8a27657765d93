package dev.hearth.edge.http;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.protocol.blaze.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// One request to the API, its body read, its caller known. For one thread.
public final class ApiRequest {
  private static final Set<String> NO_VALUE = Set.of("", "null", "None", "undefined", "nil");

  private final Optional<Caller> caller;
  private final Map<String, String> pathParameters;
  private final Function<String, Optional<String>> query;
  private final String accept;
  private final byte[] body;
  private final String origin;
  private final Optional<ClientAddress> address;

  ApiRequest(
      Optional<Caller> caller,
      Map<String, String> pathParameters,
      Function<String, Optional<String>> query,
      String accept,
      byte[] body,
      String origin,
      Optional<ClientAddress> address) {
    this.caller = caller;
    this.pathParameters = pathParameters;
    this.query = query;
    this.accept = accept;
    this.body = body;
    this.origin = origin;
    this.address = address;
  }

  /// The caller.
  ///
  /// @throws java.util.NoSuchElementException on a route for anyone, when the caller is unknown
  public Caller caller() {
    return caller.orElseThrow();
  }

  /// The caller, on a route for anyone; empty when unknown.
  public Optional<Caller> findCaller() {
    return caller;
  }

  /// The address under which the caller reaches this server, without a slash at its end.
  public String origin() {
    return origin;
  }

  /// Which address the request counts for; none when a trusted proxy asks for itself.
  public Optional<ClientAddress> address() {
    return address;
  }

  /// The decoded segment of the path where the route has `:name`.
  ///
  /// @throws IllegalArgumentException when the route has no such parameter
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter :" + name);
    }
    return value;
  }

  /// The first query parameter of that name. Empty values, and words such as `null` and `None`,
  /// count as absent: some clients send those for what they leave out.
  public Optional<String> findQuery(String name) {
    return query.apply(name).filter(value -> !NO_VALUE.contains(value));
  }

  /// Whether a browser asks, for something to show.
  public boolean asksForPage() {
    return accept.contains("text/html");
  }

  /// The body as one JSON value; {@link MissingNode} for an empty body. A body that is not JSON is
  /// answered with 400.
  public JsonNode json() {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    return reading(() -> ApiJson.MAPPER.readTree(body));
  }

  /// The fields of the body, which must be one JSON object; the client is answered 400 when it
  /// isn't.
  public RequestFields fields() {
    JsonNode json = json();
    if (!json.isObject()) {
      throw unreadable("The body is one JSON object.");
    }
    return new RequestFields(json);
  }

  /// A field of the body's object as it was sent, where it is a text or a number: no digit of a
  /// number is rounded. Of a field that comes twice the last counts.
  public Optional<String> findAsSent(String name) {
    return read(parser -> {
      Optional<String> sent = Optional.empty();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return sent;
      }
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        JsonToken value = parser.nextToken();
        if (field.equals(name)) {
          sent =
              value == JsonToken.VALUE_STRING || value.isNumeric()
                  ? Optional.of(parser.getString())
                  : Optional.empty();
        }
        parser.skipChildren();
      }
      return sent;
    });
  }

  /// The items of the body, which must be a JSON list; the client is answered 400 when it isn't.
  public List<JsonNode> items() {
    JsonNode json = json();
    if (!json.isArray()) {
      throw unreadable("The body is a JSON list.");
    }
    return json.valueStream().toList();
  }

  /// The fields of each item of the body, which must be a list of objects, not longer than `most`;
  /// otherwise the client is answered 400, or 10002 for `name` and the place of the item.
  public List<RequestFields> objects(String name, int most) {
    return RequestFields.each(name, items(name, most));
  }

  /// The items of the body, which must be a list of texts, not longer than `most`; otherwise the
  /// client is answered 400, or 10002 for `name` and the place of the item.
  public List<String> texts(String name, int most) {
    List<JsonNode> items = items(name, most);
    RequestFields.requireEach(name, items, JsonNode::isString, "Each item is a text.");
    return items.stream().map(JsonNode::stringValue).toList();
  }

  private List<JsonNode> items(String name, int most) {
    List<JsonNode> items = items();
    if (items.size() > most) {
      throw RequestRefused.invalid(name, "It is a list of at most %s items.", most);
    }
    return items;
  }

  /// The body, which must be a list of JSON objects or, as some clients send it, a single one of
  /// them; the client is answered 400 when it is neither, and 10002 for `name` and the place of an
  /// item that is not an object.
  public List<RequestFields> oneOrMore(String name) {
    JsonNode json = json();
    if (json.isObject()) {
      return List.of(new RequestFields(json));
    }
    if (!json.isArray()) {
      throw unreadable("The body is a JSON object, or a list of them.");
    }
    return RequestFields.each(name, json.valueStream().toList());
  }

  /// The body as it came; not to be written to.
  public byte[] body() {
    return body;
  }

  /// Reads the body by streaming; `reader` is handed the parser before its first token. The client
  /// is answered 400 when it is not JSON, or `reader` says so by a {@link JacksonException}.
  public <T> T read(Function<JsonParser, T> reader) {
    return reading(() -> {
      try (JsonParser parser = ApiJson.MAPPER.createParser(body)) {
        return reader.apply(parser);
      }
    });
  }

  private static <T> T reading(Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (StreamConstraintsException _) {
      throw new RequestRefused(
          Refusal.of(
              ErrorCode.INVALID_FIELD,
              "The body is JSON with at most %s levels, %s values, and %s digits in a number.",
              ApiJson.DEEPEST,
              ApiJson.MOST_TOKENS,
              StreamReadConstraints.DEFAULT_MAX_NUM_LEN));
    } catch (JacksonException _) {
      throw unreadable("The body is not JSON.");
    }
  }

  private static RequestRefused unreadable(@CompileTimeConstant String why) {
    return new RequestRefused(Refusal.of(ErrorCode.BAD_REQUEST, why));
  }
}
