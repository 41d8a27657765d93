package dev.hearth.platform.limits;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The address of a client, as a holder of shares. Of an IPv6 address only the first 64 bits count:
/// one client usually has all addresses behind them.
///
/// @param network as text, for logs
public record ClientAddress(String network) {
  private static final int NETWORK_BYTES = 8;
  private static final Pattern IP =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  public static ClientAddress of(InetAddress address) {
    return switch (address) {
      case Inet6Address six ->
          new ClientAddress(
              HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES)));
      case Inet4Address four -> new ClientAddress(four.getHostAddress());
      default -> new ClientAddress(address.getHostAddress());
    };
  }

  /// The address in this text, which is one as far as we know: of a socket.
  public static ClientAddress of(String text) {
    return find(text).orElseGet(() -> new ClientAddress(text));
  }

  /// Reads an IP address; empty when the text is not one. Asks no name server.
  public static Optional<ClientAddress> find(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (!IP.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(InetAddress.ofLiteral(bare)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return network;
  }
}
