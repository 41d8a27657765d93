package dev.hearth.testkit.crash;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The line of one client to the server, until it is cut.
final class CutLine {
  private final ServerSocket door;
  private final URI server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private CutLine(ServerSocket door, URI server) {
    this.door = door;
    this.server = server;
  }

  static CutLine to(URI server) {
    try {
      var line = new CutLine(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
      Thread.ofVirtual().name("line").start(line::accept);
      return line;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The address of this end.
  URI address() {
    return URI.create(
        "http://" + door.getInetAddress().getHostAddress() + ":" + door.getLocalPort());
  }

  /// Nothing passes any more, in either direction.
  void cut() {
    cut = true;
    close(door);
    sockets.forEach(CutLine::close);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = add(door.accept());
        Socket there = add(new Socket(server.getHost(), server.getPort()));
        Thread.ofVirtual().name("line-out").start(() -> pass(client, there));
        Thread.ofVirtual().name("line-in").start(() -> pass(there, client));
      }
    } catch (IOException wasCut) {
      cut();
    }
  }

  private Socket add(Socket socket) throws IOException {
    sockets.add(socket);
    if (cut) {
      socket.close();
    }
    return socket;
  }

  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException hungUp) {
      // By one of the two, or cut.
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
