package dev.hearth.bench.abuse;

import dev.hearth.bench.abuse.Attack.Attacker;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// An attacker that makes one good request after the other; over another connection when the server
/// has ended the one before.
abstract class Calling implements Attacker {
  private final Target target;
  private final InetAddress from;
  private volatile @Nullable Wire wire;

  Calling(Target target, InetAddress from) {
    this.target = target;
    this.from = from;
  }

  /// A request.
  record Call(Rogue who, String path, String body) {}

  abstract Call next();

  @Override
  public final void turn(Score score) throws IOException {
    Wire current = wire;
    if (current == null) {
      current = Wire.open(target, from);
      wire = current;
    }
    Call call = next();
    score.tried(1);
    try {
      score.wrote(call.body().length());
      if (current.ask(call.who(), "POST", call.path(), call.body()).isRefused()) {
        score.refused();
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
