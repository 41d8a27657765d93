package dev.hearth.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A proxy to a server. Each connection carries a limited number of bytes of answers, and then
/// breaks or falls silent.
final class WeakLine implements AutoCloseable {
  enum Fault {
    BREAKS,
    FALLS_SILENT
  }

  private record Strength(long bytes, Fault then) {}

  private final URI server;
  private final ServerSocket listener;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Strength strength = new Strength(Long.MAX_VALUE, Fault.BREAKS);

  WeakLine(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  void carries(long bytes, Fault then) {
    strength = new Strength(bytes, then);
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        connections.incrementAndGet();
        Socket onward = new Socket(server.getHost(), server.getPort());
        sockets.add(client);
        sockets.add(onward);
        Thread.ofVirtual().start(() -> carry(client, onward, false));
        Thread.ofVirtual().start(() -> carry(onward, client, true));
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private void carry(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] piece = new byte[4096];
      long carried = 0;
      for (int count; (count = in.read(piece)) >= 0; ) {
        long left = answers ? strength.bytes - carried : count;
        to.getOutputStream().write(piece, 0, Math.toIntExact(Math.max(0, Math.min(count, left))));
        carried += count;
        if (left < count) {
          if (strength.then == Fault.BREAKS) {
            return;
          }
          in.skipNBytes(Long.MAX_VALUE);
        }
      }
    } catch (IOException _) {
      // One side is gone, and takes the other with it.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket each : sockets) {
      each.close();
    }
  }
}
