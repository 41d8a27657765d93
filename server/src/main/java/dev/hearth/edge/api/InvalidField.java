package dev.hearth.edge.api;

/// Unwinds a handler that can't continue because of a field, to the one place that answers 10002.
final class InvalidField extends RuntimeException {
  private final String name;

  InvalidField(String name) {
    super(name + " can't be as it is", null, false, false);
    this.name = name;
  }

  String name() {
    return name;
  }
}
