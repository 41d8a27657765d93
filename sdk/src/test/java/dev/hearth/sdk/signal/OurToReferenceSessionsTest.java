package dev.hearth.sdk.signal;

import java.util.Random;

/// Sessions that the one side begins first, with Signal's own library on the other.
class OurToReferenceSessionsTest extends SessionsContract {
  @Override
  Party first(Random random) {
    return new OurParty(random);
  }

  @Override
  Party second(Random random) {
    return new ReferenceParty();
  }

  @Override
  int times() {
    return 20;
  }
}
