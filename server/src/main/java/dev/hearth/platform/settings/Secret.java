package dev.hearth.platform.settings;

/// A text of the settings that only those may see who need it: printed, it is hidden.
public record Secret(String text) {
  @Override
  public String toString() {
    return "(secret)";
  }
}
