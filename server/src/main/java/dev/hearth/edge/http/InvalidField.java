package dev.hearth.edge.http;

/// Unwinds a handler that can't continue because of a field, to the one place that answers 10002.
public final class InvalidField extends RuntimeException {
  private final String name;

  public InvalidField(String name) {
    super(name + " can't be as it is", null, false, false);
    this.name = name;
  }

  public String name() {
    return name;
  }
}
