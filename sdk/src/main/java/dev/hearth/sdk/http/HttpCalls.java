package dev.hearth.sdk.http;

import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.ServerBounds;
import dev.hearth.sdk.http.JsonBytes.Writing;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One request, signed unless nobody is signed in yet, and its answer's `data`, or the exception
/// that its `error` calls for.
public final class HttpCalls {
  private static final int MOST_ANSWER_BYTES = 16 << 20;
  static final int UNAUTHORIZED = 401;
  private static final byte[] NOTHING = new byte[0];
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http;
  private final URI root;
  private final Optional<Tokens> tokens;
  private final Duration within;
  private final ServerBounds bounds;

  public HttpCalls(HttpClient http, ClientOptions options, Tokens tokens) {
    this(http, options, Optional.of(tokens));
  }

  /// For who has no session yet.
  public static HttpCalls unsigned(HttpClient http, ClientOptions options) {
    return new HttpCalls(http, options, Optional.empty());
  }

  private HttpCalls(HttpClient http, ClientOptions options, Optional<Tokens> tokens) {
    this.http = http;
    this.root = options.api();
    this.tokens = tokens;
    this.within = options.pace().answerWithin();
    this.bounds = options.bounds();
  }

  public JsonNode get(String target) {
    return call("GET", target, NOTHING);
  }

  public JsonNode post(String target, Writing body) {
    return call("POST", target, JsonBytes.of(body));
  }

  /// Whether a later try may fare better.
  public static boolean isPassing(int code) {
    return code == 429 || code == 500 || code == 7000 || code == 7001;
  }

  private JsonNode call(String method, String target, byte[] body) {
    requireWithinBounds(body);
    URI address = root.resolve(target);
    while (true) {
      Optional<SignedToken> token = tokens.map(each -> each.sign(method, address, body));
      try {
        return call(method, target, body, token);
      } catch (HearthException e) {
        if (e.code() != UNAUTHORIZED || !token.map(SignedToken::isOutOfDate).orElse(false)) {
          throw e;
        }
      }
    }
  }

  private JsonNode call(String method, String target, byte[] body, Optional<SignedToken> token) {
    URI address = root.resolve(target);
    var request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + token.map(SignedToken::text).orElse(""))
            .header("Content-Type", "application/json")
            .header("X-Request-Id", UUID.randomUUID().toString())
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build();
    var answer = http.sendAsync(request, new BoundedBody(MOST_ANSWER_BYTES));
    try {
      // Until the last byte is here: the time-out of the request itself ends with its headers.
      return data(answer.get(within.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      if (http.isTerminated()) {
        throw HearthException.closed();
      }
      throw HearthException.unreachable(
          method + " " + target + " got no answer", Objects.requireNonNullElse(e.getCause(), e));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw HearthException.unreachable(method + " " + target + " got no whole answer in time", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw HearthException.unreachable(method + " " + target + " was interrupted", e);
    }
  }

  private void requireWithinBounds(byte[] body) {
    Optional<String> excess = SizeCheck.find(body.length, bounds.bodyBytes(), "as a body");
    if (excess.isPresent()) {
      throw HearthException.refused(ErrorCode.INVALID_FIELD.code(), excess.get());
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<byte[]> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Integer.parseInt(seconds)));
  }

  /// The sentence of the code, and the reason in this case, where the server tells one.
  private static String description(JsonNode error) {
    String description = error.path("description").asString("");
    JsonNode extra = error.path("extra");
    String reason = extra.path("reason").asString("");
    String field = extra.path("field").asString("");
    return reason.isEmpty() || description.contains(reason)
        ? description
        : description + " " + (field.isEmpty() ? "" : field + ": ") + reason;
  }

  private static JsonNode data(HttpResponse<byte[]> response) {
    JsonNode answer;
    try {
      answer = JSON.readTree(response.body());
    } catch (JacksonException notJson) {
      if (response.statusCode() >= 500) {
        // Not the server: something before it that does not reach it.
        throw HearthException.unreachable("HTTP " + response.statusCode(), notJson);
      }
      throw HearthException.garbled("HTTP " + response.statusCode() + " without JSON");
    }
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      int code = error.path("code").asInt(0);
      throw HearthException.refused(code, description(error), retryAfter(response));
    }
    if (response.statusCode() >= 400) {
      throw HearthException.refused(response.statusCode(), "HTTP " + response.statusCode());
    }
    return answer.path("data");
  }
}
