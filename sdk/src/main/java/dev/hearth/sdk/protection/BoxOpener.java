package dev.hearth.sdk.protection;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.blaze.Opener;

/// Opens what was sealed in a box for this session, and leaves the rest as it is.
public final class BoxOpener implements Opener {
  private final Boxes boxes;

  public BoxOpener(Boxes boxes) {
    this.boxes = boxes;
  }

  @Override
  public Treatment open(IncomingMessage pushed) {
    return new Treatment.Show(boxes.open(pushed));
  }

  @Override
  public void handled(MessageId pushed) {
    // A box can be opened again.
  }
}
