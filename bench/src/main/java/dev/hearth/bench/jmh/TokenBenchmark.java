package dev.hearth.bench.jmh;

import dev.hearth.chat.directory.account.TokenSignatures;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.key.SessionToken;
import dev.hearth.protocol.key.TokenCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Measures checking the token of a client that connects.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenBenchmark {
  /// The kind of the session's key.
  @Param({"ED25519", "RSA"})
  public String key = "";

  private final TokenSignatures signatures = new TokenSignatures();
  private SessionKeyPair pair = SessionKeyPair.generate();
  private String token = "";

  @Setup
  public void prepare() {
    pair = key.equals("RSA") ? SessionKeyPair.generateRsa() : SessionKeyPair.generate();
    token = sign();
    if (!check()) {
      throw new IllegalStateException("a good token is refused");
    }
  }

  /// As the server does.
  @Benchmark
  public boolean check() {
    TokenCheck check = TokenCheck.parse(token).orElseThrow();
    return isForThis(check) && signatures.isSigned(check, pair.key());
  }

  /// With the signatures of the JDK.
  @Benchmark
  public boolean checkByJdk() {
    TokenCheck check = TokenCheck.parse(token).orElseThrow();
    return isForThis(check) && check.isSignedBy(pair.key());
  }

  /// Checks a token without its signature.
  @Benchmark
  public boolean checkCheaply() {
    return isForThis(TokenCheck.parse(token).orElseThrow());
  }

  private static boolean isForThis(TokenCheck check) {
    return check.claims().isCurrent(Instant.now())
        && check.covers("GET", List.of("/"), new byte[0]);
  }

  @Benchmark
  public String sign() {
    return SessionToken.sign(
        pair,
        UserId.random(),
        new SessionId(UUID.randomUUID()),
        Instant.now(),
        Duration.ofHours(1),
        "GET",
        "/",
        new byte[0]);
  }
}
