package dev.hearth.protocol.payload;

import java.util.Optional;

/// The outcome of reading bytes from somebody else.
public sealed interface Reading<P> {
  record Understood<P>(P payload) implements Reading<P> {}

  /// @param why for people who write clients; quotes nothing of what was sent
  record NotUnderstood<P>(String why) implements Reading<P> {}

  /// The payload, if it was understood.
  default Optional<P> understood() {
    return switch (this) {
      case Understood<P>(P payload) -> Optional.of(payload);
      case NotUnderstood<P> ignored -> Optional.empty();
    };
  }
}
