package dev.hearth.edge;

import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.platform.runtime.StartRefused;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port, and the requests that come in there. {@link RouteTable} says which part answers them.
///
/// There is one acceptor, and one server per event loop behind it. Only HTTP/1.1 is spoken: the
/// upgrade to Blaze takes the connection's channel over, and a channel of HTTP/2 carries others
/// too.
///
/// Any thread may call.
public final class PortListener {
  private static final Logger LOG = LoggerFactory.getLogger(PortListener.class);
  private static final Duration IDLE = Duration.ofSeconds(75);
  private static final int BACKLOG = 4096;
  // Tokens travel in the query for browsers, in a header for everybody else.
  private static final int LONGEST_REQUEST_LINE = 16 * 1024;
  private static final int LONGEST_HEADERS = 32 * 1024;

  /// Where to listen.
  ///
  /// @param port 0 for any that is free
  /// @param patience how long a head may take
  /// @param idle how long nothing may come or go over a connection
  public record PortSettings(
      String host, int port, Optional<Tls> tls, HeadDeadline.Patience patience, Duration idle) {
    /// A free port without TLS.
    public static PortSettings local(String host, Duration idle) {
      return new PortSettings(host, 0, Optional.empty(), HeadDeadline.Patience.USUAL, idle);
    }

    public PortSettings(String host, int port, Optional<Tls> tls) {
      this(host, port, tls, HeadDeadline.Patience.USUAL, IDLE);
    }

    public PortSettings {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("a port is from 0 to 65535, not " + port);
      }
    }
  }

  /// A certificate chain and its private key, both PEM files.
  public record Tls(Path certificate, Path key) {}

  /// The outcome of reading the certificate's files again.
  public sealed interface Renewal {
    /// Connections from now on get the certificate that the files hold.
    record Renewed(Instant ends) implements Renewal {}

    /// The files can't be used, and nothing changed.
    record Refused(String why) implements Renewal {}

    /// The port does not speak TLS.
    record WithoutTls() implements Renewal {}
  }

  private final Vertx vertx;
  private final PortSettings settings;
  private final List<HttpServer> servers;
  private volatile Optional<Instant> certificateEnds;

  private PortListener(
      Vertx vertx,
      PortSettings settings,
      List<HttpServer> servers,
      Optional<Instant> certificateEnds) {
    this.vertx = vertx;
    this.settings = settings;
    this.servers = servers;
    this.certificateEnds = certificateEnds;
  }

  /// Opens the port; once this returns, connections are accepted.
  ///
  /// @param eventLoops how many event loops share the connections
  /// @param routes answers, on event loops; usually a {@link RouteTable}
  /// @throws StartRefused when the port can't be had, or the certificate can't be used
  public static PortListener open(
      Vertx vertx, int eventLoops, PortSettings settings, Handler<HttpServerRequest> routes) {
    Optional<TlsCertificate> certificate =
        settings.tls().map(tls -> TlsCertificate.read(vertx, tls));
    List<HttpServer> servers = new CopyOnWriteArrayList<>();
    // Servers share an acceptor when they ask for the same address.
    SocketAddress address =
        settings.port() == 0
            ? SocketAddress.sharedRandomPort(1, settings.host())
            : SocketAddress.inetSocketAddress(settings.port(), settings.host());
    Handler<HttpServerRequest> dispatch = request -> handle(request, routes);
    Future<String> deployed =
        vertx.deployVerticle(
            () ->
                (Context context) -> {
                  HttpServer server =
                      create(vertx, settings, certificate)
                          .requestHandler(dispatch)
                          .connectionHandler(
                              connection -> HeadDeadline.watch(connection, settings.patience()))
                          // A request that Netty can't parse.
                          .invalidRequestHandler(dispatch);
                  servers.add(server);
                  return server.listen(address);
                },
            new DeploymentOptions().setInstances(eventLoops));
    try {
      deployed.await();
    } catch (Exception e) { // awaiting throws whatever it was, checked or not
      throw new StartRefused(
          "can't listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
    }
    var ends = certificate.map(TlsCertificate::ends);
    ends.filter(Instant.now()::isAfter)
        .ifPresent(when -> LOG.warn("The certificate (server.tls-certificate) ended at {}", when));
    return new PortListener(vertx, settings, servers, ends);
  }

  /// The port that is listened on.
  public int port() {
    return servers.getFirst().actualPort();
  }

  /// Says why a certificate can't be used; empty when it can.
  public static Optional<String> findProblem(Tls tls) {
    Vertx vertx = Vertx.vertx();
    try {
      TlsCertificate.read(vertx, tls);
      return Optional.empty();
    } catch (StartRefused refused) {
      return Optional.ofNullable(refused.getMessage());
    } finally {
      vertx.close().await();
    }
  }

  /// Until when the certificate is valid; empty without TLS.
  public Optional<Instant> certificateEnds() {
    return certificateEnds;
  }

  /// Reads the certificate's files again, for connections that come from now on. Those that are
  /// open keep theirs. A certificate that can't be used, or has ended, is not taken.
  public Renewal renewCertificate() {
    if (settings.tls().isEmpty()) {
      return new Renewal.WithoutTls();
    }
    try {
      var read = TlsCertificate.read(vertx, settings.tls().get());
      if (Instant.now().isAfter(read.ends())) {
        return new Renewal.Refused("the certificate ended at " + read.ends());
      }
      // The servers share what accepts connections.
      servers.getFirst().updateSSLOptions(read.options(), true).await();
      certificateEnds = Optional.of(read.ends());
      return new Renewal.Renewed(read.ends());
    } catch (StartRefused refused) {
      return new Renewal.Refused(String.valueOf(refused.getMessage()));
    } catch (Exception failed) { // awaiting throws whatever it was, checked or not
      return new Renewal.Refused("the certificate can't be used: " + failed.getMessage());
    }
  }

  /// Stops accepting at once, and lets what is connected finish.
  ///
  /// @param patience after this long, what is still connected is dropped
  /// @return done when no connection is left
  public Future<Void> close(Duration patience) {
    return Future.join(servers.stream().map(server -> server.shutdown(patience)).toList())
        .mapEmpty();
  }

  /// Without an answer, a client would wait until it is dropped for being idle.
  private static void handle(HttpServerRequest request, Handler<HttpServerRequest> handler) {
    try {
      handler.handle(request);
    } catch (RuntimeException fault) {
      LOG.error("A request failed before it was understood", LoggedFault.of(fault));
      if (!request.response().headWritten()) {
        request
            .response()
            .setStatusCode(500)
            .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
            .putHeader(HttpHeaders.CONTENT_TYPE, RefusalBody.TYPE)
            .end(RefusalBody.json(500, "The server failed; its log has the cause."));
      }
    }
  }

  private static HttpServer create(
      Vertx vertx, PortSettings settings, Optional<TlsCertificate> certificate) {
    HttpServerConfig config =
        new HttpServerConfig()
            .setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1)
            .setIdleTimeout(settings.idle())
            .setHandle100ContinueAutomatically(true);
    config.getTcpConfig().setAcceptBacklog(BACKLOG);
    config.setHttp1Config(
        new Http1ServerConfig()
            .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
            .setMaxHeaderSize(LONGEST_HEADERS));
    // WebSocket is spoken by Blaze alone, which has no use for extensions.
    config.setWebSocketConfig(
        new WebSocketServerConfig()
            .setUsePerFrameCompression(false)
            .setUsePerMessageCompression(false));
    return certificate
        .map(read -> vertx.createHttpServer(config, read.options()))
        .orElseGet(() -> vertx.createHttpServer(config));
  }
}
