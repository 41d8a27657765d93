package dev.hearth.sdk.signal;

import java.util.Random;

/// Sender keys, with Signal's own library on the other side.
class OurToReferenceSenderKeysTest extends SenderKeysContract {
  @Override
  Party speaker(Random random) {
    return new OurParty(random);
  }

  @Override
  Party listener(Random random) {
    return new ReferenceParty();
  }

  @Override
  int times() {
    return 20;
  }
}
