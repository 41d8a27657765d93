package dev.hearth.bench.abuse;

import dev.hearth.bench.abuse.Attack.Attacker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// An attacker that sends frames over one Blaze connection, many at once, as fast as the server
/// reads them; over another connection when the server has ended the one before.
abstract class Sending implements Attacker {
  private final Target target;
  private final InetAddress from;
  private final Rogue rogue;
  private final int together;
  private volatile @Nullable BlazeWire wire;

  /// @param together how many frames are sent at once
  Sending(Target target, InetAddress from, Rogue rogue, int together) {
    this.target = target;
    this.from = from;
    this.rogue = rogue;
    this.together = together;
  }

  /// The next frame.
  abstract byte[] frame();

  @Override
  public final int triesInTurn() {
    return together;
  }

  @Override
  public final void turn(Score score) throws IOException {
    BlazeWire current = wire;
    if (current == null) {
      current = BlazeWire.open(target, from, rogue.token());
      current.readAlong(score);
      wire = current;
    }
    var frames = new ByteArrayOutputStream();
    for (int i = 0; i < together; i++) {
      frames.writeBytes(frame());
    }
    try {
      score.wrote(current.write(frames.toByteArray()));
      score.tried(together);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public final void close() {
    BlazeWire current = wire;
    if (current != null) {
      current.close();
      wire = null;
    }
  }
}
