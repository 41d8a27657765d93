package dev.hearth.edge.blaze;

import dev.hearth.chat.MessageWing;
import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.ConnectionGate;
import dev.hearth.edge.Identification;
import dev.hearth.edge.RefusalBody;
import dev.hearth.edge.blaze.BlazeMeters.End;
import dev.hearth.edge.http.Scopes;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.platform.runtime.NotNow;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door to Blaze: answers upgrades on their event loops, finds out who it is on a virtual
/// thread, and keeps the connections.
///
/// Any client that speaks WebSocket is connected. A client whose token is not valid is told so over
/// the connection and then dropped, because clients look for it there.
public final class Blaze implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(Blaze.class);
  private static final int FORBIDDEN = 403;
  private static final int FAULT = 500;
  private static final int UNAVAILABLE = 503;
  private static final int LARGE_FRAMES_AT_ONCE =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final BlazeSettings settings;
  private final Identification identification;
  private final MessageWing chat;
  private final BlazeMeters meters;
  private final Executor workers;
  private final LargeFrames largeFrames;
  private final ClientAddresses addresses;
  private final ByteBudget unfinished;
  private final BlazeConnections connections = new BlazeConnections();
  private final FailedHandshakes failedHandshakes;
  private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /// @param chat what sessions connect to
  /// @param workers runs what may wait: a virtual thread each
  /// @param addresses tell which address a client counts for
  /// @param unfinished what all clients together may have us hold of messages that aren't complete
  /// @param failedHandshakes how many of an address are answered at once
  /// @param limits show how many are answered late
  public Blaze(
      BlazeSettings settings,
      Identification identification,
      MessageWing chat,
      BlazeMeters meters,
      Executor workers,
      ClientAddresses addresses,
      ByteBudget unfinished,
      Allowance<ClientAddress> failedHandshakes,
      MeterRegistry limits) {
    this(
        settings,
        identification,
        chat,
        meters,
        workers,
        addresses,
        unfinished,
        new FailedHandshakes(failedHandshakes, FailedHandshakes.HandshakeLimits.USUAL, limits));
  }

  Blaze(
      BlazeSettings settings,
      Identification identification,
      MessageWing chat,
      BlazeMeters meters,
      Executor workers,
      ClientAddresses addresses,
      ByteBudget unfinished,
      FailedHandshakes failedHandshakes) {
    this.settings = settings;
    this.identification = identification;
    this.chat = chat;
    this.meters = meters;
    this.workers = workers;
    this.addresses = addresses;
    this.unfinished = unfinished;
    this.largeFrames = new LargeFrames(workers, LARGE_FRAMES_AT_ONCE);
    this.failedHandshakes = failedHandshakes;
  }

  /// Any thread.
  public BlazeConnections connections() {
    return connections;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (stopping) {
      refuse(request, UNAVAILABLE, "The server is stopping.");
      return;
    }
    switch (Handshake.read(request, settings.origins())) {
      case Handshake.Read.Bad(int status, var why) -> refuse(request, status, why);
      case Handshake.Read.Foreign(String host) -> {
        LOG.info("A page of {} may not connect: socket.origins doesn't name it", host);
        refuse(
            request,
            FORBIDDEN,
            "Pages of this origin may not connect: the setting socket.origins doesn't name it.");
      }
      case Handshake.Read.Good(var handshake) -> upgrade(request, handshake);
    }
  }

  /// @param reason holds nothing that JSON would have to escape
  private void refuse(HttpServerRequest request, int status, String reason) {
    meters.refusals().write("an upgrade", status, reason);
    request
        .response()
        .setStatusCode(status)
        .putHeader("Sec-WebSocket-Version", "13")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, RefusalBody.TYPE)
        .end(RefusalBody.json(status, reason))
        // Vert.x keeps the connection of an upgrade open, whatever its answer announces.
        .onComplete(_ -> request.connection().close());
  }

  private void upgrade(HttpServerRequest request, Handshake handshake) {
    HttpServerResponse response = request.response();
    if (!ConnectionGate.countForClient(request)) {
      refuse(request, UNAVAILABLE, "The address has as many connections as one may have.");
      return;
    }
    // No extension is ever accepted: frames are compressed already.
    response
        .putHeader(HttpHeaders.UPGRADE, "websocket")
        .putHeader(HttpHeaders.CONNECTION, "Upgrade")
        .putHeader("Sec-WebSocket-Accept", handshake.accept());
    handshake
        .subprotocol()
        .ifPresent(chosen -> response.putHeader("Sec-WebSocket-Protocol", chosen));
    Optional<ClientAddress> address = addresses.find(request);
    try {
      ChannelTakeover.takeOver(request, channel -> connect(channel, handshake, address));
    } catch (IllegalStateException fault) {
      LOG.error("A handshake from {} failed", from(address), LoggedFault.of(fault));
      refuse(request, FAULT, "The server failed; its log has the cause.");
    }
  }

  private static String from(Optional<ClientAddress> address) {
    return address.map(ClientAddress::toString).orElse("a proxy");
  }

  private Connection connect(
      Channel channel, Handshake handshake, Optional<ClientAddress> address) {
    var connection = new Connection(channel, loop(channel), connections, address);
    // Once it is in its place.
    channel.eventLoop().execute(() -> admit(connection, channel, handshake, address));
    return connection;
  }

  private Loop loop(Channel channel) {
    return loops.computeIfAbsent(
        channel.eventLoop(),
        eventLoop -> new Loop(eventLoop, settings, chat, meters, workers, largeFrames, unfinished));
  }

  private void admit(
      Connection connection,
      Channel channel,
      Handshake handshake,
      Optional<ClientAddress> address) {
    // Connections from before were found by stop() on this event loop; this one was not.
    if (stopping) {
      connection.drop(End.SERVER);
      return;
    }
    workers.execute(() -> {
      try {
        identify(connection, channel, handshake, address);
      } catch (NotNow _) {
        // Such as a directory that another program has locked: the client comes again.
        connection.failed();
      } catch (RuntimeException | Error fault) {
        LOG.error("A handshake from {} failed", from(address), LoggedFault.of(fault));
        connection.failed();
      }
    });
  }

  private void identify(
      Connection connection,
      Channel channel,
      Handshake handshake,
      Optional<ClientAddress> address) {
    switch (identification.check(
        handshake.token(), "GET", handshake.targets(), new byte[0], address)) {
      case Authentication.Authenticated(Caller caller, var scope) -> {
        ConnectionGate.markAuthenticated(channel);
        Scopes.findObjectionToBlaze(scope)
            .ifPresentOrElse(
                why -> failedHandshakes.turnAway(connection, address, why),
                () -> connection.open(caller, chat.connect(caller, connection)));
      }
      case Authentication.Anonymous() ->
          failedHandshakes.turnAway(connection, address, handshake.withoutToken());
      case Authentication.Unauthorized(var why) ->
          failedHandshakes.turnAway(connection, address, why);
    }
  }

  /// Takes no more connections and no more requests, lets the ones it has be answered, and ends the
  /// connections. They are dropped without a close frame, so that clients come back.
  ///
  /// @param patience after this long, what is still open is dropped
  public void stop(Duration patience) {
    stopping = true;
    onEachLoop(Connection::finish);
    try {
      if (!connections.awaitNone(patience)) {
        onEachLoop(connection -> connection.drop(End.SERVER));
        if (!connections.awaitNone(Duration.ofSeconds(1))) {
          LOG.warn("Some Blaze connections did not end in time");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onEachLoop(Consumer<Connection> action) {
    for (Loop loop : loops.values()) {
      loop.eventLoop().execute(() -> loop.connections().forEach(action));
    }
  }
}
