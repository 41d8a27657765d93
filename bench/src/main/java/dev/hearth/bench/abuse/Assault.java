package dev.hearth.bench.abuse;

import dev.hearth.bench.abuse.Attack.Attacker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// An attack that is under way: its attackers take turns as its pace lets them, until it ends.
public final class Assault {
  /// A connection that is refused at once is not tried again at once.
  private static final long PAUSE_MILLIS = 5;

  private final Score score = new Score();
  private final List<Attacker> attackers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final long began = System.nanoTime();

  private Assault() {}

  /// Begins an attack that is prepared.
  public static Assault begin(Attack attack, Target target) {
    var assault = new Assault();
    var pace = new Pace(attack.perSecond());
    for (int i = 0; i < attack.attackers(); i++) {
      Attacker attacker = attack.attacker(target, i);
      assault.attackers.add(attacker);
      assault.threads.add(
          Thread.ofVirtual().name("attacker-" + i).start(() -> assault.run(attacker, pace)));
    }
    return assault;
  }

  /// Ends the attack, closes the attackers' connections, and returns the counts.
  public Score.Total end() throws InterruptedException {
    double seconds = (System.nanoTime() - began) / 1e9;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
    attackers.forEach(Attacker::close);
    return score.total(seconds);
  }

  private void run(Attacker attacker, Pace pace) {
    try {
      while (true) {
        pace.awaitTurn(attacker.triesInTurn());
        try {
          attacker.turn(score);
        } catch (IOException refused) {
          if (Thread.currentThread().isInterrupted()) {
            return;
          }
          score.refused();
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException end) {
      // It is over.
    }
  }
}
