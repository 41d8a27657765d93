package dev.hearth.edge;

import dev.hearth.chat.Chat;
import dev.hearth.chat.directory.door.Fact.SessionEnded;
import dev.hearth.chat.message.delivery.PushEncoder;
import dev.hearth.edge.RouteTable.Line;
import dev.hearth.edge.api.Resources;
import dev.hearth.edge.blaze.Blaze;
import dev.hearth.edge.blaze.BlazeEncoder;
import dev.hearth.edge.blaze.BlazeMeters;
import dev.hearth.edge.blaze.BlazeSettings;
import dev.hearth.edge.http.EncodedResponse;
import dev.hearth.edge.http.OperatorPage;
import dev.hearth.edge.http.RequestCosts;
import dev.hearth.edge.http.Shell;
import dev.hearth.edge.json.FileUrls;
import dev.hearth.edge.json.PictureUrls;
import dev.hearth.edge.json.PortraitUrls;
import dev.hearth.edge.media.Images;
import dev.hearth.edge.media.Media;
import dev.hearth.edge.web.Web;
import dev.hearth.edge.web.WebFiles;
import dev.hearth.platform.Platform;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.runtime.Audit;
import dev.hearth.platform.runtime.Health;
import dev.hearth.platform.settings.Rate;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The top floor: bytes become intentions, and back. One port for the HTTP API, attachments and
/// Blaze.
public final class Edge implements AutoCloseable {
  /// How long connections may take to end when the server stops. With what the floors below need, a
  /// stop stays below ten seconds.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// @param publicMetrics whether others than this machine may have the meters
  /// @param web whether browsers get the web messenger, where it is on the class path
  public record EdgeSettings(
      PortListener.PortSettings door,
      boolean publicMetrics,
      ConnectionGate.ConnectionLimits connections,
      ClientAddresses addresses,
      BlazeSettings blaze,
      Rate failedHandshakes,
      Shell.RequestLimits api,
      Resources.ApiSettings resources,
      boolean web) {}

  private final Vertx vertx;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Blaze blaze;
  private final PortListener door;
  private final URI address;
  private final Health health;

  private Edge(Platform platform, Chat chat, EdgeSettings settings, Vertx vertx) {
    this.vertx = vertx;
    this.health = platform.health();
    var headers = new ServerHeaders(platform.clock());
    var identification = Identification.by(chat.directory().authentication());
    blaze =
        new Blaze(
            settings.blaze(),
            identification,
            chat.message(),
            new BlazeMeters(platform.meters()),
            workers,
            settings.addresses(),
            new ByteBudget("unfinished", settings.blaze().unfinishedBytes())
                .shownOn(platform.meters()),
            platform.allowances().of("failed-handshakes", settings.failedHandshakes()),
            platform.meters());
    chat.directory()
        .door()
        .onFact(
            SessionEnded.class,
            ended -> {
              // Also for sessions that end because of something else, such as a new sign-in.
              Audit.done(
                  "session-ended",
                  Audit.By.SERVER,
                  "user",
                  ended.user(),
                  "session",
                  ended.session());
              blaze.connections().revoke(ended.session());
            });
    chat.directory()
        .door()
        .onDoubt(SessionEnded.class, ended -> blaze.connections().doubt(ended.session()));
    var api =
        new Shell(
            vertx,
            identification,
            settings.api(),
            settings.addresses(),
            new RequestCosts(chat.allowances().requests(), chat.allowances().changes()),
            platform.meters(),
            workers,
            EncodedResponse::enveloped,
            Resources.of(chat, settings.resources(), this::here, platform.clock()));
    var media =
        new Media(
            vertx,
            chat.media().attachments(),
            chat.media().tickets(),
            chat.media().meters(),
            Tempo.USUAL,
            settings.addresses(),
            platform.meters(),
            workers);
    var images =
        new Images(
            vertx,
            chat.media().pictures(),
            chat.media().portraits(),
            Tempo.USUAL,
            settings.addresses(),
            platform.meters(),
            workers);
    List<Line> lines = new ArrayList<>();
    lines.add(Line.webSocket("/", blaze));
    lines.add(Line.below(FileUrls.PATH, media));
    lines.add(Line.below(PictureUrls.PATH, images));
    lines.add(Line.below(PortraitUrls.PATH, images));
    OperatorPage.all(health, platform.meters(), settings.publicMetrics(), workers)
        .forEach(page -> lines.add(Line.page(page.path(), page::show)));
    Optional<WebFiles> messenger = settings.web() ? WebFiles.onClassPath() : Optional.empty();
    messenger.ifPresent(files -> lines.add(web(files, settings, platform)));
    lines.add(Line.rest(messenger.isEmpty() ? api : apart(api)));
    int eventLoops = Runtime.getRuntime().availableProcessors();
    door = PortListener.open(vertx, eventLoops, settings.door(), new RouteTable(headers, lines));
    String scheme = settings.door().tls().isPresent() ? "https" : "http";
    address = URI.create(scheme + "://" + reachable(settings.door().host()) + ":" + door.port());
    if (door.certificateEnds().isPresent()) {
      Gauge.builder(
              "hearth.tls.certificate.end", door, it -> it.certificateEnds().get().getEpochSecond())
          .description("Until when the certificate is valid, in seconds since 1970")
          .baseUnit("seconds")
          .register(platform.meters());
    }
  }

  private Line web(WebFiles files, EdgeSettings settings, Platform platform) {
    var pictures = settings.resources().files().publicUrl();
    var web =
        new Web(
            vertx,
            files,
            () -> pictures.orElseGet(this::here),
            settings.addresses(),
            platform.meters());
    return Line.where(web::has, web);
  }

  /// The API, where browsers get the page at some of its addresses: caches must keep them apart.
  private static Handler<HttpServerRequest> apart(Shell api) {
    return request -> {
      if (Web.isAlsoPage(request)) {
        request.response().putHeader(HttpHeaders.VARY, "Accept");
      }
      api.handle(request);
    };
  }

  /// Encodes what is pushed, for {@link Chat}.
  public static PushEncoder encoder(EdgeSettings settings) {
    return new BlazeEncoder(settings.blaze().storedBelow());
  }

  /// Opens the port; once this returns, connections are accepted.
  ///
  /// @throws dev.hearth.platform.runtime.StartRefused when the port can't be had
  public static Edge open(Platform platform, Chat chat, EdgeSettings settings) {
    var connections =
        new ConnectionGate(settings.connections(), settings.addresses(), platform.meters());
    Vertx vertx = EventLoops.open(connections, Runtime.getRuntime().availableProcessors());
    try {
      return new Edge(platform, chat, settings, vertx);
    } catch (RuntimeException e) {
      vertx.close().await();
      throw e;
    }
  }

  /// Reads the certificate's files again.
  public PortListener.Renewal renewCertificate() {
    return door.renewCertificate();
  }

  private String here() {
    return address.toString();
  }

  /// Where it listens, as clients on this machine reach it.
  public URI address() {
    return address;
  }

  /// Takes no more work, answers what it has, ends the connections.
  @Override
  public void close() {
    health.raise("stopping", "the server is stopping");
    var closed = door.close(PATIENCE);
    blaze.stop(PATIENCE);
    closed.await();
    workers.close();
    vertx.close().await();
  }

  private static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
      default -> host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    };
  }
}
