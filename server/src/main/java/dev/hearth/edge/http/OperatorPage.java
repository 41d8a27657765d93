package dev.hearth.edge.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.RefusalBody;
import dev.hearth.edge.RefusalLog;
import dev.hearth.platform.runtime.Health;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// A page for the people and machines that look after the server, or write for it. Made on the
/// event loop, so that it comes even when all workers are stuck; only the meters take too long.
public sealed interface OperatorPage {
  /// All there are.
  ///
  /// @param health whether the server takes work
  /// @param publicMetrics whether others than this machine may have the meters
  /// @param workers where slow pages are made
  static List<OperatorPage> all(
      Health health, PrometheusMeterRegistry meters, boolean publicMetrics, Executor workers) {
    return List.of(
        new Readiness(health),
        new Liveness(),
        new Metrics(meters, publicMetrics, workers, System::nanoTime),
        DescriptionPage.ofThisApi());
  }

  String path();

  void show(HttpServerRequest request);

  /// `GET /health`: 200 while the server takes all work; 503, with the reasons, when the disk is
  /// full or the server is about to stop.
  record Readiness(Health health) implements OperatorPage {
    private record Answer(boolean ready, List<String> reasons) {}

    @Override
    public String path() {
      return "/health";
    }

    @Override
    public void show(HttpServerRequest request) {
      var reasons = health.reasons();
      var answer = new Answer(reasons.isEmpty(), reasons);
      request
          .response()
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
    public void show(HttpServerRequest request) {
      request.response().putHeader("Content-Type", "application/json").end("{\"live\":true}");
    }
  }

  /// `GET /metrics`: what Prometheus scrapes. Rendering takes a worker milliseconds, so it is done
  /// at most once a second however often somebody asks.
  final class Metrics implements OperatorPage {
    private static final long FRESH_NANOS = 1_000_000_000;

    private record Scraped(Buffer text, long at) {}

    private static final int NOT_FOUND = 404;
    private static final String NOT_HERE =
        "The meters are for programs on the server's machine: the setting server.public-metrics"
            + " lets others have them.";

    private final RefusalLog refusals;
    private final PrometheusMeterRegistry meters;
    private final boolean toAnyone;
    private final Executor workers;
    private final LongSupplier nanos;
    private final ReentrantLock scraping = new ReentrantLock();

    /// Guarded by the lock.
    @GuardedBy("scraping")
    private Optional<Scraped> last = Optional.empty();

    /// @param toAnyone whether others than this machine may have it
    /// @param nanos the time that passes
    Metrics(
        PrometheusMeterRegistry meters, boolean toAnyone, Executor workers, LongSupplier nanos) {
      this.refusals = new RefusalLog(meters);
      this.meters = meters;
      this.toAnyone = toAnyone;
      this.workers = workers;
      this.nanos = nanos;
    }

    @Override
    public String path() {
      return "/metrics";
    }

    @Override
    public void show(HttpServerRequest request) {
      if (!toAnyone && !ClientAddresses.isOfThisMachine(request)) {
        refuse(request);
        return;
      }
      Context eventLoop = Objects.requireNonNull(Vertx.currentContext());
      workers.execute(() -> {
        Buffer text = scrape();
        eventLoop.runOnContext(_ -> answer(request.response(), text));
      });
    }

    /// With HTTP's own status: what scrapes looks at nothing else.
    private void refuse(HttpServerRequest request) {
      refusals.write("GET " + path(), NOT_FOUND, NOT_HERE);
      request
          .response()
          .setStatusCode(NOT_FOUND)
          .putHeader("Content-Type", RefusalBody.TYPE)
          .end(RefusalBody.json(NOT_FOUND, NOT_HERE));
    }

    Buffer scrape() {
      scraping.lock();
      try {
        long now = nanos.getAsLong();
        if (last.filter(scraped -> now - scraped.at() < FRESH_NANOS).isEmpty()) {
          last = Optional.of(new Scraped(Buffer.buffer(meters.scrape()), now));
        }
        return last.get().text();
      } finally {
        scraping.unlock();
      }
    }

    private static void answer(HttpServerResponse response, Buffer text) {
      if (!response.ended() && !response.closed()) {
        var _ =
            response
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(text);
      }
    }
  }

  /// `GET /openapi.yaml`: what the API takes and answers.
  record DescriptionPage(Buffer yaml) implements OperatorPage {
    static DescriptionPage ofThisApi() {
      try (InputStream in =
          OperatorPage.class.getResourceAsStream("/dev/hearth/edge/api/openapi.yaml")) {
        return new DescriptionPage(Buffer.buffer(Objects.requireNonNull(in).readAllBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String path() {
      return "/openapi.yaml";
    }

    @Override
    public void show(HttpServerRequest request) {
      request.response().putHeader("Content-Type", "application/yaml").end(yaml);
    }
  }
}
