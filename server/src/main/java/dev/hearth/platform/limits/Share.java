package dev.hearth.platform.limits;

/// How much of a bound one holder may have.
///
/// @param holder a value with `equals`, such as a user's id or a {@link ClientAddress}
public record Share(Object holder, long most) {
  public Share {
    if (most < 1) {
      throw new IllegalArgumentException("a share is at least 1, not " + most);
    }
  }
}
