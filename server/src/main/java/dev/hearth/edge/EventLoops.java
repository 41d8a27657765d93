package dev.hearth.edge;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/// Opens the event loops that serve a port. Connections come in through a gate.
public final class EventLoops {
  private EventLoops() {}

  /// @param connections the gate
  /// @param count how many event loops there are
  public static Vertx open(ConnectionGate connections, int count) {
    return Vertx.builder()
        .withTransport(new GuardedTransport(connections))
        .with(
            new VertxOptions()
                .setEventLoopPoolSize(count)
                .setPreferNativeTransport(false)
                // Vert.x serves nothing from files, so none are looked for or cached.
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)))
        .build();
  }
}
