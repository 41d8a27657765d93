package dev.hearth.bench.abuse;

import dev.hearth.bench.abuse.Attack.Attacker;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// An attacker that sends many requests at once over one connection, reads all answers, and begins
/// again; over another connection when the server has ended the one before.
abstract class Requesting implements Attacker {
  private final Target target;
  private final InetAddress from;
  private final int together;
  private volatile @Nullable Wire wire;

  /// @param together how many requests are sent at once
  Requesting(Target target, InetAddress from, int together) {
    this.target = target;
    this.from = from;
    this.together = together;
  }

  /// The next request, whole.
  abstract String request();

  @Override
  public final int triesInTurn() {
    return together;
  }

  @Override
  public final void turn(Score score) throws IOException {
    Wire current = wire;
    if (current == null) {
      current = Wire.open(target, from);
      wire = current;
    }
    var requests = new StringBuilder();
    for (int i = 0; i < together; i++) {
      requests.append(request());
    }
    score.tried(together);
    try {
      score.wrote(current.write(requests.toString()));
      for (int i = 0; i < together; i++) {
        if (current.answer().isRefused()) {
          score.refused();
        }
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public final void close() {
    Wire current = wire;
    if (current != null) {
      current.close();
      wire = null;
    }
  }
}
