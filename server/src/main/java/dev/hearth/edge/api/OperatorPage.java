package dev.hearth.edge.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.BooleanSupplier;

/// A page for the people and machines that look after the server. Made on the event loop, so that
/// it comes even when all workers are stuck.
public sealed interface OperatorPage {
  String path();

  void show(HttpServerResponse response);

  /// `GET /health`: 200 while the server takes work, 503 when it is about to stop.
  record Health(BooleanSupplier taking) implements OperatorPage {
    @Override
    public String path() {
      return "/health";
    }

    @Override
    public void show(HttpServerResponse response) {
      boolean ok = taking.getAsBoolean();
      response
          .setStatusCode(ok ? 200 : 503)
          .putHeader("Content-Type", "application/json")
          .end("{\"data\":{\"status\":\"" + (ok ? "ok" : "stopping") + "\"}}");
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
}
