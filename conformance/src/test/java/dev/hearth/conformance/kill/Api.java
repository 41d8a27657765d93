package dev.hearth.conformance.kill;

import dev.hearth.conformance.Client;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP API of a server that may end at any moment. Any thread may call.
///
/// An [IOException] means that no answer came: nobody knows whether the request was performed.
final class Api {
  static final JsonMapper JSON = JsonMapper.shared();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http;
  private final URI base;

  Api(HttpClient http, URI base) {
    this.http = http;
    this.base = base;
  }

  /// An answer of the server.
  record Answer(JsonNode body) {
    boolean isRefused() {
      return body.has("error");
    }

    int code() {
      return body.path("error").path("code").asInt();
    }

    /// @throws AssertionError when it is a refusal
    JsonNode data() {
      if (isRefused()) {
        throw new AssertionError("refused: " + body);
      }
      return body.path("data");
    }
  }

  Answer ask(Client who, String method, String target, String body)
      throws IOException, InterruptedException {
    return read(http.send(request(who, method, target, body), BodyHandlers.ofString()));
  }

  /// Like [#ask], without waiting.
  CompletableFuture<Answer> begin(Client who, String method, String target, String body) {
    return http.sendAsync(request(who, method, target, body), BodyHandlers.ofString())
        .thenApply(Api::read);
  }

  /// @throws AssertionError when it is refused
  JsonNode get(Client who, String target) throws IOException, InterruptedException {
    return ask(who, "GET", target, "").data();
  }

  /// @throws AssertionError when it is refused
  JsonNode post(Client who, String target, JsonNode body) throws IOException, InterruptedException {
    return ask(who, "POST", target, body.toString()).data();
  }

  /// Uploads to an address that an earlier run of the server may have given out. Returns the
  /// status.
  int put(URI address, byte[] bytes) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(here(address))
            .timeout(PATIENCE)
            .PUT(BodyPublishers.ofByteArray(bytes))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  HttpResponse<byte[]> fetch(URI address) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(here(address)).timeout(PATIENCE).build();
    return http.send(request, BodyHandlers.ofByteArray());
  }

  /// The JSON that `written` writes, as a body.
  static String json(Consumer<JsonGenerator> written) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      written.accept(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// The same place on the server as it runs now.
  URI here(URI address) {
    return base.resolve(address.getPath());
  }

  private HttpRequest request(Client who, String method, String target, String body) {
    return HttpRequest.newBuilder(base.resolve(target))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + who.token(method, target, body))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .build();
  }

  private static Answer read(HttpResponse<String> response) {
    try {
      return new Answer(JSON.readTree(response.body()));
    } catch (JacksonException e) {
      throw new AssertionError("HTTP %d: %s".formatted(response.statusCode(), response.body()), e);
    }
  }
}
