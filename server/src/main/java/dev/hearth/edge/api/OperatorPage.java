package dev.hearth.edge.api;

import dev.hearth.platform.runtime.Health;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// A page for the people and machines that look after the server, or write for it. Made on the
/// event loop, so that it comes even when all workers are stuck.
public sealed interface OperatorPage {
  /// All there are.
  ///
  /// @param health whether the server takes work
  static List<OperatorPage> all(Health health, PrometheusMeterRegistry meters) {
    return List.of(
        new Readiness(health), new Liveness(), new Metrics(meters), Description.ofThisApi());
  }

  String path();

  void show(HttpServerResponse response);

  /// `GET /health`: 200 while the server takes all work; 503, with the reasons, when the disk is
  /// full or the server is about to stop.
  record Readiness(Health health) implements OperatorPage {
    private record Answer(boolean ready, List<String> reasons) {}

    @Override
    public String path() {
      return "/health";
    }

    @Override
    public void show(HttpServerResponse response) {
      var reasons = health.reasons();
      var answer = new Answer(reasons.isEmpty(), reasons);
      response
          .setStatusCode(answer.ready() ? 200 : 503)
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(ApiJson.MAPPER.writeValueAsBytes(answer)));
    }
  }

  /// `GET /health/live`: 200 as long as the process serves. A restart would not mend what makes
  /// {@link Readiness} say no.
  record Liveness() implements OperatorPage {
    @Override
    public String path() {
      return "/health/live";
    }

    @Override
    public void show(HttpServerResponse response) {
      response.putHeader("Content-Type", "application/json").end("{\"live\":true}");
    }
  }

  /// `GET /metrics`: what Prometheus scrapes.
  record Metrics(PrometheusMeterRegistry meters) implements OperatorPage {
    @Override
    public String path() {
      return "/metrics";
    }

    @Override
    public void show(HttpServerResponse response) {
      response
          .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
          .end(Buffer.buffer(meters.scrape()));
    }
  }

  /// `GET /openapi.yaml`: what the API takes and answers.
  record Description(Buffer yaml) implements OperatorPage {
    static Description ofThisApi() {
      try (InputStream in = OperatorPage.class.getResourceAsStream("openapi.yaml")) {
        return new Description(Buffer.buffer(Objects.requireNonNull(in).readAllBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String path() {
      return "/openapi.yaml";
    }

    @Override
    public void show(HttpServerResponse response) {
      response.putHeader("Content-Type", "application/yaml").end(yaml);
    }
  }
}
