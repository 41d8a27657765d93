package dev.hearth.edge;

import dev.hearth.chat.account.Authentication;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.protocol.SessionId;
import java.util.List;
import java.util.Optional;

/// Finds out who a request is from; may wait for the database, so not for event loops.
@FunctionalInterface
public interface Identification {
  static Identification by(Authentication authentication) {
    return new Identification() {
      @Override
      public Authentication.Outcome check(
          String token, String method, List<String> targets, byte[] body) {
        return check(token, method, targets, body, Optional.empty());
      }

      @Override
      public Authentication.Outcome check(
          String token,
          String method,
          List<String> targets,
          byte[] body,
          Optional<ClientAddress> address) {
        return authentication.check(token, method, targets, body, address);
      }

      @Override
      public Optional<SessionId> findClaimed(String token) {
        return authentication.findClaimed(token);
      }
    };
  }

  /// @param token "" when there is none
  /// @param targets what the token's signature may be over: {@link SignedTargets}
  Authentication.Outcome check(String token, String method, List<String> targets, byte[] body);

  /// Like the other one.
  ///
  /// @param address where the request came from: wrong tokens count for it
  default Authentication.Outcome check(
      String token,
      String method,
      List<String> targets,
      byte[] body,
      Optional<ClientAddress> address) {
    return check(token, method, targets, body);
  }

  /// The session that a token claims, when it may be a good one; says nothing about its signature.
  /// Asked before a body is read; empty where there are no bodies.
  ///
  /// @param token "" when there is none
  default Optional<SessionId> findClaimed(String token) {
    return Optional.empty();
  }
}
