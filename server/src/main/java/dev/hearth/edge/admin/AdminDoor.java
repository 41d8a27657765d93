package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.ConnectionGate;
import dev.hearth.edge.EventLoops;
import dev.hearth.edge.HttpChannel;
import dev.hearth.edge.PortListener;
import dev.hearth.edge.RouteTable;
import dev.hearth.edge.RouteTable.Line;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.EncodedResponse;
import dev.hearth.edge.http.RequestCosts;
import dev.hearth.edge.http.Shell;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.settings.Rate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.json.JsonMapper;

/// The local door: listens on 127.0.0.1, and lets in requests that have the token. `admin.json`
/// says where it is as long as it is open.
///
/// It has an event loop and bounds of its own, so that the operator gets in when the port of all
/// others is full. No page of a browser may read its answers.
public final class AdminDoor implements AutoCloseable {
  /// The file in the data folder that has the door's address and token.
  public static final String FILE = "admin.json";

  private static final String HOST = "127.0.0.1";
  private static final int MOST_CONNECTIONS = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// A backup takes hours, and nothing is said meanwhile.
  private static final Duration LONGEST_REQUEST = Duration.ofDays(1);

  /// The longest answer has the keystores of 10,000 people.
  private static final Shell.RequestLimits LIMITS =
      new Shell.RequestLimits(
          64 << 10, 64 << 10, MOST_CONNECTIONS, 64 << 20, 64 << 20, Tempo.USUAL);

  private final DataFolder folder;
  private final Vertx vertx;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final byte[] authorization;
  private final Shell shell;
  private final PortListener door;
  private final AtomicBoolean open = new AtomicBoolean(true);

  private AdminDoor(DataFolder folder, Vertx vertx, String token, List<ApiResource> resources) {
    this.folder = folder;
    this.vertx = vertx;
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    InstantSource clock = InstantSource.system();
    // Not shown: the meters have those of the port of all others under the same names.
    MeterRegistry meters = new SimpleMeterRegistry();
    // The token says that it is the operator, who is nobody's session and pays for nothing.
    this.shell =
        new Shell(
            vertx,
            (_, _, _, _, _) -> new Authentication.Anonymous(),
            LIMITS,
            ClientAddresses.LOCAL_PROXY,
            costs(clock, meters),
            meters,
            workers,
            EncodedResponse::plain,
            resources);
    var settings = PortListener.PortSettings.local(HOST, LONGEST_REQUEST);
    var table = new RouteTable(new ServerHeaders(clock), List.of(Line.all(this::admit)));
    this.door = PortListener.open(vertx, 1, settings, table);
  }

  private static RequestCosts costs(InstantSource clock, MeterRegistry meters) {
    var plenty = new Rate(1_000_000_000, 1_000_000, Duration.ofSeconds(1));
    var allowances = new Allowances(clock, meters);
    return new RequestCosts(allowances.of("requests", plenty), allowances.of("changes", plenty));
  }

  /// Opens the door, and writes the file that says where it is.
  ///
  /// @throws dev.hearth.platform.runtime.StartRefused when it can't be opened
  public static AdminDoor open(DataFolder folder, List<ApiResource> resources) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    var connections =
        new ConnectionGate(
            new ConnectionGate.ConnectionLimits(MOST_CONNECTIONS, MOST_CONNECTIONS),
            ClientAddresses.LOCAL_PROXY,
            new SimpleMeterRegistry());
    Vertx vertx = EventLoops.open(connections, 1);
    try {
      var door = new AdminDoor(folder, vertx, token, resources);
      var address = JsonMapper.shared().createObjectNode();
      address.put("url", "http://" + HOST + ":" + door.door.port());
      address.put("token", token);
      folder.writeSecret(FILE, address.toString());
      return door;
    } catch (RuntimeException e) {
      vertx.close().await();
      throw e;
    }
  }

  /// On the event loop: nothing of a body is read before the token is known to be right.
  private void admit(HttpServerRequest request) {
    String given = String.valueOf(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8))) {
      ConnectionGate.markAuthenticated(HttpChannel.of(request.connection()));
      shell.handle(request);
    } else {
      shell.turnAway(
          request,
          AdminRefusals.refusal(401, "the token is wrong: it changes whenever the server starts"));
    }
  }

  @Override
  public void close() {
    if (!open.compareAndSet(true, false)) {
      return;
    }
    folder.remove(FILE);
    door.close(PATIENCE).await();
    workers.close();
    vertx.close().await();
  }
}
