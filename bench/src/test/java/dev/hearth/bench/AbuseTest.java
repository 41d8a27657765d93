package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.bench.abuse.Assault;
import dev.hearth.bench.abuse.Attack;
import dev.hearth.bench.abuse.Attacks;
import dev.hearth.bench.abuse.Score;
import dev.hearth.bench.abuse.Target;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionToken;
import dev.hearth.testkit.HearthServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/// That attacks are tried and counted, against a server and with attackers in this JVM. `.ci/run`
/// has all of them, in processes of their own.
@Timeout(60)
class AbuseTest {
  private static final long ANY_MEMORY = Long.MAX_VALUE;

  @Test
  void each_attack_is_counted_and_the_server_serves_on() {
    List<String[]> lines = run(ANY_MEMORY, "--attacks=withheld-bodies,wrong-signatures");

    assertThat(lines)
        .extracting(line -> line[1])
        .containsExactly("withheld-bodies", "wrong-signatures");
    for (String[] line : lines) {
      assertThat(number(line, "messages")).isEqualTo(50);
      assertThat(number(line, "tried_per_second")).isPositive();
      assertThat(number(line, "attack_mib_per_second")).isPositive();
      assertThat(number(line, "rss_peak_mib")).isPositive();
      assertThat(number(line, "join_max_us")).isPositive();
    }
    assertThat(number(lines.getLast(), "refused_per_second")).isPositive();
  }

  @Test
  void too_much_memory_fails_the_run() {
    assertThatThrownBy(() -> run(1, "--attacks=metrics-flood"))
        .isInstanceOf(Violation.class)
        .hasMessageMatching(
            "beside metrics-flood: the server took [0-9]+ MiB; its settings allow for 1");
  }

  @Test
  void an_attack_that_nobody_knows_is_named() {
    assertThatThrownBy(() -> run(ANY_MEMORY, "--attacks=nonsense"))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("nonsense");
  }

  private static List<String[]> run(long mostResidentMib, String... arguments) {
    var abuse = new Abuse();
    List<String> all =
        new ArrayList<>(
            List.of("--warm-up=0", "--seconds=1", "--pairs=2", "--rate=50", "--no-judge-latency"));
    all.addAll(List.of(arguments));
    new CommandLine(abuse).parseArgs(all.toArray(String[]::new));
    List<String[]> lines = new ArrayList<>();
    try (var world = new Embedded()) {
      abuse.measure(
          world,
          attack -> new InThisProcess(world, Attacks.find(attack).orElseThrow()),
          mostResidentMib,
          result -> lines.add(result.line().split("\t")));
    }
    return lines;
  }

  private static double number(String[] line, String column) {
    List<String> names = List.of(Result.header().split("\t"));
    return Double.parseDouble(line[names.indexOf(column)]);
  }

  private static final class InThisProcess implements Attackers {
    private final Attack attack;
    private final Target target;
    private @Nullable Assault assault;

    InThisProcess(Embedded world, Attack attack) {
      this.attack = attack;
      this.target = new Target(world.address(), world::keystores);
      try {
        attack.prepare(target);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void begin() {
      assault = Assault.begin(attack, target);
    }

    @Override
    public Score.Total end() {
      try {
        return Objects.requireNonNull(assault, "begun first").end();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {}
  }

  private static final class Embedded implements World {
    private final HearthServer server = HearthServer.start();
    private final Map<Object, Keystore> keystores = new HashMap<>();

    List<Keystore> keystores(int count) {
      return Stream.generate(() -> server.person("Bench")).limit(count).toList();
    }

    @Override
    public InetSocketAddress address() {
      return new InetSocketAddress(server.api().getHost(), server.api().getPort());
    }

    @Override
    public ProcessUsage process() {
      return ProcessUsage.ownOne();
    }

    @Override
    public Heap heap() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Person> people(int count) {
      return keystores(count).stream().map(this::person).toList();
    }

    private Person person(Keystore keystore) {
      keystores.put(keystore.userId(), keystore);
      String token =
          SessionToken.sign(
              keystore.keyPair(),
              keystore.userId(),
              keystore.sessionId(),
              Instant.now(),
              Duration.ofHours(1),
              "GET",
              "/",
              new byte[0]);
      return new Person(keystore.userId(), keystore.sessionId(), token);
    }

    @Override
    public ConversationId contact(Person one, Person other) {
      return server.contact(keystore(one), keystore(other));
    }

    private Keystore keystore(Person person) {
      return Objects.requireNonNull(keystores.get(person.user()));
    }

    @Override
    public ConversationId group(Person owner, List<Person> others) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double logEntries() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
