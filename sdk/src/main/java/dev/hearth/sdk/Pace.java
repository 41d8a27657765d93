package dev.hearth.sdk;

import java.time.Duration;

/// How patient a client is. Every duration is longer than nothing.
///
/// @param answerWithin after this long without an answer, a request is sent again
/// @param pingEvery how often the client asks an open connection for a sign of life
/// @param goneAfter after this long without a sign of life, a connection is given up
/// @param reconnectFirst the pause before the first try to connect again; it doubles with every try
/// @param reconnectAtMost the longest such pause; each is shortened by a random part of up to a
///   half
/// @param acknowledgeWithin the longest an acknowledgement waits for others to go with it
public record Pace(
    Duration answerWithin,
    Duration pingEvery,
    Duration goneAfter,
    Duration reconnectFirst,
    Duration reconnectAtMost,
    Duration acknowledgeWithin) {

  /// Answers within 5 s, pings every 15 s, gone after 30 s, reconnects after 0.2 s to 15 s,
  /// acknowledges within 50 ms.
  public static final Pace USUAL =
      new Pace(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofMillis(200),
          Duration.ofSeconds(15),
          Duration.ofMillis(50));

  /// @throws IllegalArgumentException when a duration is zero or negative
  public Pace {
    for (Duration each :
        new Duration[] {
          answerWithin, pingEvery, goneAfter, reconnectFirst, reconnectAtMost, acknowledgeWithin
        }) {
      if (!each.isPositive()) {
        throw new IllegalArgumentException("a pace of " + each + " is not positive");
      }
    }
  }
}
