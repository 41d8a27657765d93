package dev.hearth.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.sdk.ClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// The HTTP API of a real server, with false answers where the test wants them. Blaze connections
/// do not pass through it.
final class LyingServer implements AutoCloseable {
  private final HearthServer hearth;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile UnaryOperator<String> lie = UnaryOperator.identity();

  private LyingServer(HearthServer hearth, HttpServer server) {
    this.hearth = hearth;
    this.server = server;
    server.createContext("/", this::pass);
    server.setExecutor(threads);
    server.start();
  }

  static LyingServer before(HearthServer hearth) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new LyingServer(hearth, HttpServer.create(address, 0));
  }

  /// How to come here.
  ClientOptions options() {
    URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return ClientOptions.at(api, hearth.blaze()).withClock(hearth.clock());
  }

  /// Changes the bodies of all answers from now on.
  void tells(UnaryOperator<String> change) {
    lie = change;
  }

  void tellsTheTruth() {
    lie = UnaryOperator.identity();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] asked = exchange.getRequestBody().readAllBytes();
      URI onward = hearth.api().resolve(exchange.getRequestURI());
      var request =
          HttpRequest.newBuilder(onward)
              .method(
                  exchange.getRequestMethod(),
                  asked.length == 0
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(asked));
      for (String name : List.of("Authorization", "Content-Type")) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
          request.header(name, value);
        }
      }
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      byte[] told = lie.apply(answer.body()).getBytes(StandardCharsets.UTF_8);
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
      exchange.sendResponseHeaders(answer.statusCode(), told.length == 0 ? -1 : told.length);
      exchange.getResponseBody().write(told);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
    threads.shutdownNow();
  }
}
