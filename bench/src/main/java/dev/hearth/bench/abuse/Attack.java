package dev.hearth.bench.abuse;

import java.io.IOException;

/// Something that is done to a server so that it fails others. {@link Assault} runs it.
public interface Attack {
  /// The attack's name on the command line.
  String name();

  /// How many tries a second are asked for: ten times what the machine can serve of them, or holds.
  int perSecond();

  /// How many attackers there are, each in a thread of its own.
  int attackers();

  /// Prepares the attack, before anything is measured.
  default void prepare(Target target) throws IOException {}

  /// One of the attackers.
  ///
  /// @param index from 0
  Attacker attacker(Target target, int index);

  /// One attacker. For one thread, except for closing.
  interface Attacker extends AutoCloseable {
    /// How many tries a turn has.
    default int triesInTurn() {
      return 1;
    }

    /// Tries once, or as often as a turn says.
    ///
    /// @throws IOException when the server ended the connection: a refusal
    void turn(Score score) throws IOException;

    /// Closes its connections. Any thread.
    @Override
    void close();
  }
}
