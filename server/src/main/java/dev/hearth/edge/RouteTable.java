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
  private enum Kind {
    WEB_SOCKET,
    PAGE,
    BELOW,
    REST
  }

  /// A line of the table.
  ///
  /// @param onlyFor whether the part answers this client; others get what an unknown path gets
  /// @param crossOrigin whether pages of any origin may read the answers
  public record Line(
      Kind kind,
      String path,
      Predicate<HttpServerRequest> onlyFor,
      boolean crossOrigin,
      Handler<HttpServerRequest> part) {

    /// Requests to speak WebSocket from now on, at this path.
    public static Line webSocket(String path, Handler<HttpServerRequest> part) {
      return new Line(Kind.WEB_SOCKET, path, _ -> true, false, part);
    }

    /// `GET` of this path alone.
    public static Line page(
        String path, Predicate<HttpServerRequest> onlyFor, Handler<HttpServerRequest> part) {
      return new Line(Kind.PAGE, path, onlyFor, true, part);
    }

    /// Every path that begins so.
    public static Line below(String path, Handler<HttpServerRequest> part) {
      return new Line(Kind.BELOW, path, _ -> true, true, part);
    }

    /// All other requests, also those that are not HTTP.
    public static Line rest(Handler<HttpServerRequest> part) {
      return new Line(Kind.REST, "/", _ -> true, true, part);
    }

    /// All requests, also those that are not HTTP; no page of a browser may read the answers.
    public static Line all(Handler<HttpServerRequest> part) {
      return new Line(Kind.REST, "/", _ -> true, false, part);
    }

    private boolean fits(HttpServerRequest request) {
      @Nullable String asked = request.path();
      if (kind == Kind.REST) {
        return true;
      }
      if (asked == null || request.decoderResult().isFailure() || !onlyFor.test(request)) {
        return false;
      }
      return switch (kind) {
        case WEB_SOCKET ->
            request.method().equals(HttpMethod.GET)
                && asked.equals(path)
                && request.headers().contains(HttpHeaders.UPGRADE, "websocket", true);
        case PAGE ->
            request.method().equals(HttpMethod.GET)
                && (asked.equals(path) || asked.equals(path + "/"));
        case BELOW -> asked.startsWith(path);
        case REST -> true;
      };
    }
  }

  private final ServerHeaders headers;
  private final List<Line> lines;

  /// @param lines top to bottom; the last one takes all requests
  public RouteTable(ServerHeaders headers, List<Line> lines) {
    if (lines.isEmpty() || lines.getLast().kind() != Kind.REST) {
      throw new IllegalArgumentException("the last line takes the rest");
    }
    this.headers = headers;
    this.lines = List.copyOf(lines);
  }

  @Override
  public void handle(HttpServerRequest request) {
    headers.stamp(request);
    Line line = lines.stream().filter(one -> one.fits(request)).findFirst().orElseThrow();
    if (line.crossOrigin()) {
      CrossOrigin.allow(request.response());
      if (request.method().equals(HttpMethod.OPTIONS) && request.decoderResult().isSuccess()) {
        CrossOrigin.answerPreflight(request.response());
        return;
      }
    }
    line.part().handle(request);
  }
}
