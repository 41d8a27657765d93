package dev.hearth.sdk.blaze;

import java.lang.System.Logger.Level;
import java.net.URI;

/// Says once why the client is not connected, and once that it is again: a server may be away for
/// days, and a program without a log of its own prints these lines. For one thread.
final class Outage {
  private static final System.Logger LOG = System.getLogger(Outage.class.getName());

  private final URI address;
  private String reason = "";

  Outage(URI address) {
    this.address = address;
  }

  void failed(Throwable failure) {
    failed(described(failure));
  }

  void failed(String why) {
    Level level = why.equals(reason) ? Level.DEBUG : Level.WARNING;
    reason = why;
    LOG.log(level, () -> "Cannot connect to " + address + ": " + why + "; trying again");
  }

  void ended() {
    if (!reason.isEmpty()) {
      LOG.log(Level.INFO, () -> "Connected to " + address);
      reason = "";
    }
  }

  /// With the causes: the JDK's client wraps them, and leaves its own exceptions without a text.
  private static String described(Throwable failure) {
    var text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String message = each.getMessage();
      boolean repeated = message != null && text.indexOf(message) >= 0;
      if (!repeated) {
        text.append(text.isEmpty() ? "" : ", ").append(each.getClass().getSimpleName());
        text.append(message == null ? "" : ": " + message);
      }
    }
    return text.toString();
  }
}
