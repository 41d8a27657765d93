package dev.hearth.chat.message.delivery;

import org.junit.jupiter.api.Test;

/// Runs {@link DeliverySimulation} over known seeds, and over as many fresh ones as its time
/// allows. `-Dhearth.seed=N` replays one, `-Dhearth.seeds=N` says how many known ones to try, and
/// `-Dhearth.seconds=N` how long fresh ones are tried.
class DeliverySimulationTest {

  @Test
  void every_session_gets_what_it_may_see_in_order_and_nothing_else() {
    Seeds.run(Long.getLong("hearth.seeds", 2_000), seed -> new DeliverySimulation(seed).run());
  }
}
