package dev.hearth.edge.command;

import dev.hearth.chat.Chat;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.StopSignal;
import java.net.URI;

/// A server that accepts connections.
///
/// @param api where its HTTP API is
/// @param stop when somebody wants it to stop
public record RunningServer(URI api, DataFolder folder, Chat chat, StopSignal stop) {

  /// Where Blaze is: on the same port.
  public URI blaze() {
    String scheme = "https".equals(api.getScheme()) ? "wss" : "ws";
    return URI.create(scheme + "://" + api.getRawAuthority() + "/");
  }
}
