package dev.hearth.fuzz;

import java.util.Arrays;

/// An input read as decisions, a byte each: the same input is the same run. For one thread.
public final class Choices {
  private final byte[] input;
  private int at;

  public Choices(byte[] input) {
    this.input = input;
  }

  public boolean more() {
    return at < input.length;
  }

  /// A number from 0 to `bound` - 1, at most 256 of them; 0 when the input has ended.
  public int below(int bound) {
    return more() ? (input[at++] & 0xff) % bound : 0;
  }

  /// Whether to do something that is done one time in `times`; not when the input has ended.
  public boolean oneIn(int times) {
    return below(times) == 1;
  }

  /// The next `length` bytes, or as many as there are.
  public byte[] bytes(int length) {
    int from = at;
    at = Math.min(at + length, input.length);
    return Arrays.copyOfRange(input, from, at);
  }
}
