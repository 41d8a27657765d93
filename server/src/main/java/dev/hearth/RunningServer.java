package dev.hearth;

import dev.hearth.chat.Chat;
import dev.hearth.edge.Edge;
import dev.hearth.edge.PortListener;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.StopSignal;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A server that accepts connections until it is closed. Any thread may call.
public final class RunningServer implements AutoCloseable {
  private final Edge edge;
  private final DataFolder folder;
  private final Chat chat;
  private final StopSignal stop;
  private final CompletableFuture<Void> closed;

  RunningServer(
      Edge edge, DataFolder folder, Chat chat, StopSignal stop, CompletableFuture<Void> closed) {
    this.edge = edge;
    this.folder = folder;
    this.chat = chat;
    this.stop = stop;
    this.closed = closed;
  }

  /// Where its HTTP API is.
  public URI api() {
    return edge.address();
  }

  /// Where Blaze is: on the same port.
  public URI blaze() {
    String scheme = "https".equals(api().getScheme()) ? "wss" : "ws";
    return URI.create(scheme + "://" + api().getRawAuthority() + "/");
  }

  /// Reads the certificate's files again; connections that are open keep theirs.
  public PortListener.Renewal renewCertificate() {
    return edge.renewCertificate();
  }

  public DataFolder folder() {
    return folder;
  }

  /// The server's middle floor, for callers in the same process.
  public Chat chat() {
    return chat;
  }

  /// Requested when the server should stop, also by the server itself; it then stops.
  public StopSignal stop() {
    return stop;
  }

  /// Stops it, as SIGTERM does: what was accepted is written, connections end. Returns when all of
  /// it is closed.
  @Override
  public void close() {
    stop.request();
    result(closed);
  }

  /// Waits for a result of the thread that runs the server; throws what that thread threw.
  static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException refused -> throw refused;
        case Error error -> throw error;
        case null, default -> throw e;
      }
    }
  }
}
