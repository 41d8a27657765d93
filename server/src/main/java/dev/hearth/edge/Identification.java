package dev.hearth.edge;

import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.protocol.id.SessionId;
import java.util.List;
import java.util.Optional;

/// Finds out who a request is from; may wait for the database, so not for event loops.
@FunctionalInterface
public interface Identification {
  static Identification by(Authentication authentication) {
    return new Identification() {
      @Override
      public Authentication.Verdict check(
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

  /// @param token "" when the request has none
  /// @param targets the request targets that the token's signature may cover: {@link SignedTargets}
  /// @param address where the request came from: wrong tokens count for it
  Authentication.Verdict check(
      String token,
      String method,
      List<String> targets,
      byte[] body,
      Optional<ClientAddress> address);

  /// The session that a token claims to be of; empty when the token can't be valid. The signature
  /// is not checked. Called before a body is read; always empty where requests have no bodies.
  ///
  /// @param token "" when the request has none
  default Optional<SessionId> findClaimed(String token) {
    return Optional.empty();
  }
}
