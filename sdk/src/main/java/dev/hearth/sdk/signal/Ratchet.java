package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The Double Ratchet: writes and reads the messages of a session, each with keys of its own.
final class Ratchet {
  private Ratchet() {}

  /// @param message as [SignalMessage] writes it
  record Written(SessionState next, @SuppressWarnings("ArrayRecordComponent") byte[] message) {}

  sealed interface RatchetRead {
    record Decrypted(SessionState next, @SuppressWarnings("ArrayRecordComponent") byte[] plaintext)
        implements RatchetRead {
      @Override
      public String toString() {
        return "Decrypted";
      }
    }

    record Repeated() implements RatchetRead {}

    record Undecryptable(String why) implements RatchetRead {}
  }

  static Written write(SessionState state, Curve25519PublicKey own, byte[] plaintext) {
    Chain.Take.Taken taken = state.sending().takeNext();
    try (MessageKeys keys = MessageKeys.of(taken.seed())) {
      byte[] ciphertext = Algorithms.encrypt(keys.cipherKey, keys.iv, plaintext);
      byte[] message =
          SignalMessage.write(
              state.ratchetKey().publicKey(),
              state.sending().index(),
              state.previousCounter(),
              ciphertext,
              keys.macKey,
              own,
              state.peer());
      return new Written(state.sent(taken.rest()), message);
    }
  }

  static RatchetRead read(
      SessionState state, Curve25519PublicKey own, SignalMessage message, RandomGenerator random) {
    Optional<Chain> known = state.findChain(message.ratchetKey);
    if (known.isPresent()) {
      return switch (open(known.get(), state.peer(), own, message)) {
        case Link.Plain(var plaintext, var rest) ->
            new RatchetRead.Decrypted(state.received(message.ratchetKey, rest), plaintext);
        case Link.Refused(var refusal) -> refusal;
      };
    }
    RootKey.Grown theirs = state.rootKey().turn(state.ratchetKey(), message.ratchetKey);
    return switch (open(theirs.chain(), state.peer(), own, message)) {
      case Link.Plain(var plaintext, var rest) -> {
        // Only now: nobody makes us turn the ratchet but who could write the message.
        var fresh = Curve25519KeyPair.generate(random);
        RootKey.Grown ours = theirs.root().turn(fresh, message.ratchetKey);
        var receiving = new SessionState.Receiving(message.ratchetKey, rest);
        yield new RatchetRead.Decrypted(
            state.turned(ours.root(), fresh, ours.chain(), receiving), plaintext);
      }
      case Link.Refused(var refusal) -> refusal;
    };
  }

  private sealed interface Link {
    record Plain(@SuppressWarnings("ArrayRecordComponent") byte[] plaintext, Chain rest)
        implements Link {}

    record Refused(RatchetRead refusal) implements Link {}
  }

  private static Link open(
      Chain chain, Curve25519PublicKey peer, Curve25519PublicKey own, SignalMessage message) {
    return switch (chain.take(message.counter)) {
      case Chain.Take.Spent() -> new Link.Refused(new RatchetRead.Repeated());
      case Chain.Take.TooFarAhead() ->
          new Link.Refused(new RatchetRead.Undecryptable("too far ahead of what was read"));
      case Chain.Take.Taken(var seed, var rest) -> {
        try (MessageKeys keys = MessageKeys.of(seed)) {
          if (!message.isFrom(peer, own, keys.macKey)) {
            yield new Link.Refused(new RatchetRead.Undecryptable("the MAC doesn't hold"));
          }
          yield Algorithms.decrypt(keys.cipherKey, keys.iv, message.ciphertext)
              .<Link>map(plaintext -> new Link.Plain(plaintext, rest))
              .orElseGet(() -> new Link.Refused(new RatchetRead.Undecryptable("wrongly padded")));
        }
      }
    };
  }
}
