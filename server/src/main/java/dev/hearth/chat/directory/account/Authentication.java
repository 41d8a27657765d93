package dev.hearth.chat.directory.account;

import dev.hearth.chat.ChatAllowances.Pair;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.SessionToken;
import dev.hearth.protocol.key.TokenCheck;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Finds out for whom a token speaks. Any thread may ask, but it may read the database.
public final class Authentication {

  /// The result of checking a token.
  public sealed interface Verdict {}

  /// A token of a living session, for this very request.
  public record Authenticated(Caller caller) implements Verdict {}

  /// No token.
  public record Anonymous() implements Verdict {}

  /// The token is not valid, has expired, is for another request, or its session is gone.
  public record Unauthorized() implements Verdict {}

  /// How far ahead a token may expire: the longest that clients write is a year.
  private static final Duration LONGEST = Duration.ofDays(400);

  private final Accounts accounts;
  private final InstantSource clock;
  private final Allowance<Pair<Optional<ClientAddress>, SessionId>> failedChecks;
  private final TokenSignatures signatures = new TokenSignatures();

  /// @param failedChecks how many wrong signatures may name a session, from one address
  /// @param meters show how many signatures were checked
  public Authentication(
      Accounts accounts,
      InstantSource clock,
      Allowance<Pair<Optional<ClientAddress>, SessionId>> failedChecks,
      MeterRegistry meters) {
    FunctionCounter.builder("hearth.tokens.checked", signatures, TokenSignatures::checks)
        .description("Signatures of tokens that were checked: the dear half of a request's token")
        .register(meters);
    this.accounts = accounts;
    this.clock = clock;
    this.failedChecks = failedChecks;
  }

  /// Checks a token against the request it came with. A token may be used again, and may be old, as
  /// long as it hasn't expired: clients do both.
  ///
  /// @param token "" when the request has no token
  /// @param targets how the client may have spelled the request's target when it signed it
  /// @param address where it came from; requests without one share an allowance for each session
  public Verdict check(
      String token,
      String method,
      List<String> targets,
      byte[] body,
      Optional<ClientAddress> address) {
    if (token.isBlank()) {
      return new Anonymous();
    }
    return TokenCheck.parse(token)
        .filter(check -> isCurrent(check.claims()))
        // Cheap before dear: hashes, then the database, then curves.
        .filter(check -> check.covers(method, targets, body))
        .flatMap(check -> caller(check, address))
        .<Verdict>map(Authenticated::new)
        .orElseGet(Unauthorized::new);
  }

  /// The session that a token claims to speak for, when it may be a good one: it has the form of a
  /// token, has not expired, and names a session that exists. That is the cheap half of {@link
  /// #check}, for use before the body is there. Anybody can write such a token: nothing is proven.
  ///
  /// @param token "" when the request has no token
  public Optional<SessionId> findClaimed(String token) {
    if (token.isBlank()) {
      return Optional.empty();
    }
    return TokenCheck.parse(token)
        .map(TokenCheck::claims)
        .filter(this::isCurrent)
        .flatMap(claims ->
            accounts
                .findSession(claims.session())
                .filter(session -> session.user().equals(claims.user()))
                .map(Session::id));
  }

  private boolean isCurrent(SessionToken claims) {
    Instant now = clock.instant();
    return claims.isCurrent(now) && !claims.expiresAt().isAfter(now.plus(LONGEST));
  }

  private Optional<Caller> caller(TokenCheck check, Optional<ClientAddress> address) {
    var claims = check.claims();
    return accounts
        .findSession(claims.session())
        .filter(session -> session.user().equals(claims.user()))
        .filter(session -> isSigned(check, session, address))
        .flatMap(session ->
            accounts
                .findUser(session.user())
                .map(user -> new Caller(user.id(), session.id(), user.bot(), session.createdAt())));
  }

  /// An attacker who sends wrong signatures under the name of a session must not keep this machine
  /// busy with curves, nor shut out the session, which comes from another address.
  private boolean isSigned(TokenCheck check, Session session, Optional<ClientAddress> address) {
    var suspect = new Pair<>(address, session.id());
    if (failedChecks.look(suspect, 1) instanceof Charge.Refused) {
      return false;
    }
    boolean signed = signatures.isSigned(check, session.key());
    if (!signed) {
      failedChecks.use(suspect, 1);
    }
    return signed;
  }
}
