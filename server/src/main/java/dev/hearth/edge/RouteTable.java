package dev.hearth.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which part of the server answers which requests: the first line that fits. Puts the headers on
/// that stand on every answer, and answers browsers that ask before they send. On event loops.
public final class RouteTable implements Handler<HttpServerRequest> {
  /// Takes every request, as the last line must.
  private enum Any implements Predicate<HttpServerRequest> {
    REQUEST;

    @Override
    public boolean test(HttpServerRequest request) {
      return true;
    }
  }

  /// A line of the table.
  ///
  /// @param fits whether the part answers this request
  /// @param crossOrigin whether pages of any origin may read the answers
  /// @param speaksWebSocket whether the part takes connections over, and ends them
  public record Line(
      Predicate<HttpServerRequest> fits,
      boolean crossOrigin,
      boolean speaksWebSocket,
      Handler<HttpServerRequest> part) {
    private Line(
        Predicate<HttpServerRequest> fits, boolean crossOrigin, Handler<HttpServerRequest> part) {
      this(fits, crossOrigin, false, part);
    }

    /// Requests to speak WebSocket from now on, at this path.
    public static Line webSocket(String path, Handler<HttpServerRequest> part) {
      return new Line(
          path(path::equals).and(Line::isGet).and(RouteTable::isUpgrade), false, true, part);
    }

    /// `GET` of this path alone.
    public static Line page(String path, Handler<HttpServerRequest> part) {
      return new Line(
          path(asked -> asked.equals(path) || asked.equals(path + "/")).and(Line::isGet),
          true,
          part);
    }

    /// The requests that `fits` names; no page of another origin may read the answers.
    public static Line where(Predicate<HttpServerRequest> fits, Handler<HttpServerRequest> part) {
      return new Line(path(_ -> true).and(fits), false, part);
    }

    /// Every path that begins so.
    public static Line below(String path, Handler<HttpServerRequest> part) {
      return new Line(path(asked -> asked.startsWith(path)), true, part);
    }

    /// All other requests, also those that are not HTTP.
    public static Line rest(Handler<HttpServerRequest> part) {
      return new Line(Any.REQUEST, true, part);
    }

    /// All requests, also those that are not HTTP; no page of a browser may read the answers.
    public static Line all(Handler<HttpServerRequest> part) {
      return new Line(Any.REQUEST, false, part);
    }

    private static Predicate<HttpServerRequest> path(Predicate<String> fits) {
      return request -> {
        @Nullable String asked = request.path();
        return asked != null && !request.decoderResult().isFailure() && fits.test(asked);
      };
    }

    private static boolean isGet(HttpServerRequest request) {
      return request.method().equals(HttpMethod.GET);
    }
  }

  private final ServerHeaders headers;
  private final List<Line> lines;

  /// @param lines top to bottom; the last one takes all requests
  public RouteTable(ServerHeaders headers, List<Line> lines) {
    if (lines.isEmpty() || lines.getLast().fits() != Any.REQUEST) {
      throw new IllegalArgumentException("the last line takes the rest");
    }
    this.headers = headers;
    this.lines = List.copyOf(lines);
  }

  @Override
  public void handle(HttpServerRequest request) {
    headers.stamp(request);
    Line line = lines.stream().filter(one -> one.fits().test(request)).findFirst().orElseThrow();
    if (!line.speaksWebSocket() && isUpgrade(request)) {
      // Refused as an upgrade. Vert.x keeps such a connection open, whatever its answer announces.
      request
          .response()
          .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
          .endHandler(_ -> request.connection().close());
    }
    if (line.crossOrigin()) {
      CrossOrigin.allow(request.response());
      if (request.method().equals(HttpMethod.OPTIONS) && request.decoderResult().isSuccess()) {
        CrossOrigin.answerPreflight(request.response());
        return;
      }
    }
    line.part().handle(request);
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.UPGRADE, "websocket", true);
  }
}
