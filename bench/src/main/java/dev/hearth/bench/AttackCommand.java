package dev.hearth.bench;

import dev.hearth.bench.abuse.Assault;
import dev.hearth.bench.abuse.Attack;
import dev.hearth.bench.abuse.Attacks;
import dev.hearth.bench.abuse.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The other end of an {@link AttackerProcess}: reports when it is ready, begins and ends on
/// request, and prints its counts.
@Command(
    name = AttackCommand.NAME,
    hidden = true,
    description = "Runs one attack, for bench abuse.")
final class AttackCommand implements Callable<Integer> {
  static final String NAME = "attack";
  static final String READY = "ready";
  static final String BEGIN = "begin";
  static final String END = "end";

  @Parameters(index = "0", paramLabel = "NAME")
  private String name = "";

  @Parameters(index = "1", paramLabel = "HOST")
  private String host = "";

  @Parameters(index = "2", paramLabel = "PORT")
  private int port;

  @Parameters(index = "3", paramLabel = "ADMIN")
  private Path admin = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Attack attack = Attacks.find(name).orElseThrow();
    var target = new Target(new InetSocketAddress(host, port), AdminClient.read(admin)::people);
    attack.prepare(target);
    var hears = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println(READY);
    if (!BEGIN.equals(hears.readLine())) {
      return 1;
    }
    Assault assault = Assault.begin(attack, target);
    // No more to read: the other end is gone.
    String word = hears.readLine();
    System.out.println(assault.end().line());
    return END.equals(word) ? 0 : 1;
  }
}
