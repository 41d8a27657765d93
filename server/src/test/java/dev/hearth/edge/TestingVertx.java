package dev.hearth.edge;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

/// Vert.x with the server's own event loops: what may wait is refused on them.
public final class TestingVertx {
  private static final int MOST_CONNECTIONS = 100_000;

  private TestingVertx() {}

  public static Vertx open() {
    var connections =
        new ConnectionGate(
            new ConnectionGate.ConnectionLimits(MOST_CONNECTIONS, MOST_CONNECTIONS),
            ClientAddresses.LOCAL_PROXY,
            new SimpleMeterRegistry());
    return Vertx.builder().withTransport(new GuardedTransport(connections)).build();
  }
}
