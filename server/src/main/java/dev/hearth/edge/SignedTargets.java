package dev.hearth.edge;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The request targets that a client may have used when it signed `sig` = SHA-256 of method, target
/// and body.
///
/// The right one is the raw target as it stands on the request line, never decoded. Some clients
/// cut it out of a URL less exactly, but always in the same way; their variants are bound to the
/// method, the path and the body just as much as the right one. A client may write anything into
/// `Host`, so a variant with it counts only in a form that no other resource's target has.
public final class SignedTargets {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,255}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private SignedTargets() {}

  /// The targets a signature may be over, the likeliest first.
  ///
  /// @param rawTarget path and query as on the request line
  /// @param host the Host header, with its port if it has one
  public static List<String> of(String method, String rawTarget, Optional<String> host) {
    Set<String> targets = new LinkedHashSet<>();
    targets.add(rawTarget);
    // Cut after scheme and host name: a port that isn't the default one stays.
    host.flatMap(SignedTargets::findPort).ifPresent(port -> targets.add(":" + port + rawTarget));
    // Cut at the length of a base URL that ends in a slash.
    if (rawTarget.startsWith("/")) {
      targets.add(rawTarget.substring(1));
    }
    int query = rawTarget.indexOf('?');
    String path = query < 0 ? rawTarget : rawTarget.substring(0, query);
    // Cut at the first place where the path's text occurs, which may be inside `//host`.
    host.filter(name -> NAME.matcher(name).matches())
        .filter(name -> path.length() > 1 && ("/" + name).startsWith(path))
        .ifPresent(name -> targets.add("/" + name + rawTarget));
    if (query >= 0 && method.equals("GET")) {
      targets.add(path);
    }
    return List.copyOf(targets);
  }

  /// The targets for opening a Blaze connection: most clients sign `/` whatever they ask for, and
  /// the query there carries the token itself.
  public static List<String> ofBlaze(String rawTarget, Optional<String> host) {
    Set<String> targets = new LinkedHashSet<>();
    targets.add("/");
    targets.addAll(of("GET", rawTarget, host));
    host.flatMap(SignedTargets::findPort).ifPresent(port -> targets.add(":" + port + "/"));
    targets.add("");
    return List.copyOf(targets);
  }

  private static Optional<String> findPort(String host) {
    int colon = host.lastIndexOf(':');
    // A colon inside brackets belongs to an IPv6 address.
    if (colon < 0 || colon < host.lastIndexOf(']')) {
      return Optional.empty();
    }
    return Optional.of(host.substring(colon + 1)).filter(port -> PORT.matcher(port).matches());
  }
}
