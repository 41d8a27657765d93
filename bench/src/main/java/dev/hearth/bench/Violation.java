package dev.hearth.bench;

/// Thrown when the server breaks a rule: the run ends without a result.
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what);
  }

  Violation(String what, Throwable cause) {
    super(what, cause);
  }
}
