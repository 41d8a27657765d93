package dev.hearth.edge;

import dev.hearth.chat.Chat;
import dev.hearth.chat.delivery.PushEncoder;
import dev.hearth.platform.Platform;
import java.net.URI;

/// stub
public final class Edge implements AutoCloseable {
  public record Settings() {}

  public static PushEncoder encoder(Settings s) {
    throw new IllegalStateException();
  }

  public static Edge open(Platform p, Chat c, Settings s) {
    return new Edge();
  }

  public URI address() {
    return URI.create("");
  }

  @Override
  public void close() {}
}
