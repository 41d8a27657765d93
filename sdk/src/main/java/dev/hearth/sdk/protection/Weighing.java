package dev.hearth.sdk.protection;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.blaze.Opener;

/// Has messages opened, and says which of them are less protected than others of their author's.
public final class Weighing implements Opener {
  private final Opener opener;
  private final KnownProtection known;

  public Weighing(Opener opener, KnownProtection known) {
    this.opener = opener;
    this.known = known;
  }

  @Override
  public Treatment open(IncomingMessage pushed) {
    return switch (opener.open(pushed)) {
      case Treatment.Show(IncomingMessage message) -> new Treatment.Show(known.weigh(message));
      case Treatment other -> other;
    };
  }

  @Override
  public void handled(MessageId pushed) {
    opener.handled(pushed);
  }
}
