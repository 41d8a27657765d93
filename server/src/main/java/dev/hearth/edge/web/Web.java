package dev.hearth.edge.web;

import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.HttpChannel;
import dev.hearth.edge.Tempo;
import dev.hearth.platform.limits.SharedSlots;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends the files of the web messenger. On event loops.
public final class Web implements Handler<HttpServerRequest> {
  /// The beginning of links to people and groups: a browser opens the page with them.
  private static final String CODES = "/codes/";

  private static final int MOST_SLOW = 256;

  /// An office may open the page at the same time.
  private static final int SLOW_EACH = 32;

  private final Vertx vertx;
  private final WebFiles files;
  private final WebHeaders headers;
  private final ClientAddresses addresses;
  private final SharedSlots slow;

  /// @param pictures the address that those of pictures and attachments may begin with
  public Web(
      Vertx vertx,
      WebFiles files,
      Supplier<String> pictures,
      ClientAddresses addresses,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.files = files;
    this.headers = new WebHeaders(files.inlineScripts(), pictures);
    this.addresses = addresses;
    this.slow = new SharedSlots("web", MOST_SLOW).shownOn(meters);
  }

  /// Whether a request asks for one of the files.
  public boolean has(HttpServerRequest request) {
    return find(request).isPresent();
  }

  /// Whether browsers get the page at the request's path, and programs something else.
  public static boolean isAlsoPage(HttpServerRequest request) {
    @Nullable String path = request.path();
    return path != null && (path.equals("/") || path.startsWith(CODES));
  }

  private Optional<WebFile> find(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return Optional.empty();
    }
    return isAlsoPage(request)
        ? Optional.of(files.page()).filter(_ -> wantsHtml(request))
        : Optional.ofNullable(request.path()).flatMap(files::find);
  }

  /// Browsers do, when a person opens an address; programs take anything.
  private static boolean wantsHtml(HttpServerRequest request) {
    return AcceptHeader.names(header(request, HttpHeaders.ACCEPT), "text/html");
  }

  @Override
  public void handle(HttpServerRequest request) {
    WebFile file = find(request).orElseThrow();
    Coding coding = file.coding(header(request, HttpHeaders.ACCEPT_ENCODING));
    HttpServerResponse response = request.response();
    headers.putOn(response, request);
    WebHeaders.cache(response, file, coding);
    if (header(request, HttpHeaders.IF_NONE_MATCH).contains(file.tag(coding))) {
      response.setStatusCode(304).end();
      return;
    }
    Buffer bytes = file.bytes(coding);
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length()));
    if (coding != Coding.IDENTITY) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, coding.token());
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      send(request, bytes);
    }
  }

  /// Most clients have read it all by the time that this returns; the others have a place each, for
  /// a while.
  private void send(HttpServerRequest request, Buffer bytes) {
    Future<Void> sent = request.response().end(bytes);
    if (sent.isComplete()) {
      return;
    }
    var slot = slow.take(addresses.shares(request, SLOW_EACH));
    if (slot.isEmpty()) {
      HttpChannel.drop(request);
      return;
    }
    long most = Tempo.USUAL.most(bytes.length()).toMillis();
    long timer = vertx.setTimer(most, _ -> HttpChannel.drop(request));
    sent.onComplete(_ -> {
      slot.get().close();
      vertx.cancelTimer(timer);
    });
  }

  private static String header(HttpServerRequest request, CharSequence name) {
    return String.join(",", request.headers().getAll(name));
  }
}
