package dev.hearth.platform.settings;

import java.util.List;

/// The settings can't be used: one sentence for each thing to put right, for the operator.
public final class InvalidSettings extends RuntimeException {
  private final transient List<String> problems;

  public InvalidSettings(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
