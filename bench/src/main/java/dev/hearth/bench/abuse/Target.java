package dev.hearth.bench.abuse;

import dev.hearth.protocol.key.Keystore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.IntFunction;

/// The server that is attacked, as its attackers reach it. Any thread.
///
/// @param server where it listens
/// @param signUp signs up the given number of people
public record Target(InetSocketAddress server, IntFunction<List<Keystore>> signUp) {
  private static final int NETWORKS = 100;

  List<Rogue> people(int count) {
    return signUp.apply(count).stream().map(Rogue::new).toList();
  }

  /// One of this machine's other addresses, which the server takes for another client. Those who
  /// behave come from 127.0.0.1.
  static InetAddress from(int index) {
    byte[] address = {127, 0, (byte) (1 + index / NETWORKS), (byte) (1 + index % NETWORKS)};
    try {
      return InetAddress.getByAddress(address);
    } catch (IOException fourBytesAreOne) {
      throw new IllegalStateException(fourBytesAreOne);
    }
  }
}
