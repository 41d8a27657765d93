package dev.hearth.chat.directory.account;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.hearth.chat.ChatAllowances.Pair;
import dev.hearth.chat.Refusal;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.SessionToken;
import dev.hearth.protocol.key.TokenCheck;
import dev.hearth.protocol.key.TokenScope;
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
  ///
  /// @param scope what the token may be used for
  public record Authenticated(Caller caller, TokenScope scope) implements Verdict {}

  /// No token.
  public record Anonymous() implements Verdict {}

  /// The token is not valid, has expired, is for another request, or its session is gone.
  ///
  /// @param why as far as a client may learn it that has proved nothing yet
  public record Unauthorized(Refusal why) implements Verdict {}

  private static final Refusal NOT_A_TOKEN =
      refused(
          "The token is not a JWT with the claims uid, sid, iat and exp, of at most 8,192"
              + " characters.");
  private static final Refusal EXPIRED =
      refused("The token has expired: its exp is before the server's time.");
  private static final Refusal FROM_THE_FUTURE =
      refused("The token is from the future: its iat is minutes after the server's time.");
  private static final Refusal TOO_LONG_A_LIFE =
      refused("The token expires in more than 400 days.");
  private static final Refusal OF_ANOTHER_REQUEST =
      refused(
          "The token is for another request: its sig is not the SHA-256 of this method, target and"
              + " body, in hex.");

  /// One answer to a session that is unknown or signed out, is of another user, or has another key:
  /// to guess a session's id must not pay.
  private static final Refusal NOT_ITS_SESSION =
      refused(
          "No session of this uid and sid has a key of this alg that signed the token: it may be"
              + " signed out, or belong to another server.");

  private static Refusal refused(@CompileTimeConstant String why) {
    return Refusal.of(ErrorCode.UNAUTHORIZED, why);
  }

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
    var parsed = TokenCheck.parse(token);
    if (parsed.isEmpty()) {
      return new Unauthorized(NOT_A_TOKEN);
    }
    var check = parsed.get();
    // Cheap before dear: hashes, then the database, then curves.
    return outOfTime(check.claims())
        .or(() ->
            check.covers(method, targets, body)
                ? Optional.empty()
                : Optional.of(OF_ANOTHER_REQUEST))
        .<Verdict>map(Unauthorized::new)
        .orElseGet(() ->
            caller(check, address)
                .<Verdict>map(caller -> new Authenticated(caller, scope(check)))
                .orElseGet(() -> new Unauthorized(NOT_ITS_SESSION)));
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
        .filter(claims -> outOfTime(claims).isEmpty())
        .flatMap(claims ->
            accounts
                .findSession(claims.session())
                .filter(session -> session.user().equals(claims.user()))
                .map(Session::id));
  }

  private static TokenScope scope(TokenCheck check) {
    return TokenScope.of(check.claims().scope());
  }

  private Optional<Refusal> outOfTime(SessionToken claims) {
    Instant now = clock.instant();
    if (claims.isCurrent(now)) {
      return claims.expiresAt().isAfter(now.plus(LONGEST))
          ? Optional.of(TOO_LONG_A_LIFE)
          : Optional.empty();
    }
    return Optional.of(claims.expiresAt().isAfter(now) ? FROM_THE_FUTURE : EXPIRED);
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
