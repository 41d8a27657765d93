package dev.hearth.edge;

import dev.hearth.chat.account.Authentication;
import java.util.List;

/// Finds out who a request is from; may wait for the database, so not for event loops.
@FunctionalInterface
public interface Identification {

  /// @param token "" when there is none
  /// @param targets what the token's signature may be over: {@link SignedTargets}
  Authentication.Outcome check(String token, String method, List<String> targets, byte[] body);
}
