package dev.hearth.edge;

import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.limits.Share;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which address a request counts for. Behind a proxy that the operator trusts, it is the one that
/// the proxy wrote into `X-Forwarded-For`; others may write there what they like.
///
/// A request that a trusted proxy's machine makes for itself counts for no address.
///
/// @param trusted the addresses of proxies
public record ClientAddresses(Set<ClientAddress> trusted) {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED = "Forwarded";

  /// Those of a proxy on this machine.
  public static final ClientAddresses LOCAL_PROXY = trusting(List.of("127.0.0.1", "::1"));

  private static final Set<ClientAddress> THIS_MACHINE = LOCAL_PROXY.trusted();

  public ClientAddresses {
    trusted = Set.copyOf(trusted);
  }

  /// @param addresses IP addresses
  /// @throws IllegalArgumentException when one is not an IP address
  public static ClientAddresses trusting(List<String> addresses) {
    var trusted = new ArrayList<ClientAddress>();
    for (String address : addresses) {
      trusted.add(
          ClientAddress.find(address)
              .orElseThrow(
                  () -> new IllegalArgumentException("“" + address + "” is not an IP address")));
    }
    return new ClientAddresses(Set.copyOf(trusted));
  }

  /// The address a request counts for; empty when it is a trusted proxy's own.
  public Optional<ClientAddress> find(HttpServerRequest request) {
    var peer = ClientAddress.find(request.remoteAddress().hostAddress());
    if (peer.filter(address -> !trusted.contains(address)).isPresent()) {
      return peer;
    }
    return forwarded(request.headers().getAll(FORWARDED_FOR));
  }

  /// Each proxy adds the one it hears from at the end, so that the last one that isn't a proxy of
  /// ours is the one to believe.
  private Optional<ClientAddress> forwarded(List<String> headers) {
    for (String header : headers.reversed()) {
      for (String hop : List.of(header.split(",", -1)).reversed()) {
        @Nullable ClientAddress address = ClientAddress.find(hop.strip()).orElse(null);
        if (address == null || !trusted.contains(address)) {
          return Optional.ofNullable(address);
        }
      }
    }
    return Optional.empty();
  }

  /// Whether a program on this machine asks, for itself: a proxy here passes on whom it asks for.
  public static boolean isOfThisMachine(HttpServerRequest request) {
    return ClientAddress.find(request.remoteAddress().hostAddress())
            .filter(THIS_MACHINE::contains)
            .isPresent()
        && !request.headers().contains(FORWARDED_FOR)
        && !request.headers().contains(FORWARDED);
  }

  /// The share of the address that a request counts for; none when it counts for no address.
  public List<Share> shares(HttpServerRequest request, long most) {
    return find(request).map(address -> new Share(address, most)).stream().toList();
  }
}
