package dev.hearth;

import dev.hearth.protocol.payload.Reading;

/// The expectation of tests that a payload can be read.
public final class TestingPayloads {
  private TestingPayloads() {}

  /// The payload.
  ///
  /// @throws AssertionError when it is not understood
  public static <P> P understood(Reading<P> reading) {
    return switch (reading) {
      case Reading.Understood<P>(var payload) -> payload;
      case Reading.NotUnderstood<P>(var why) -> throw new AssertionError(why);
    };
  }
}
