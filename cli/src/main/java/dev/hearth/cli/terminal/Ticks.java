package dev.hearth.cli.terminal;

/// How far a line that was typed has come, as a messenger shows it. It never goes back.
enum Ticks {
  NONE("…"),
  SENT("✓"),
  DELIVERED("✓✓"),
  READ("✓✓ read"),
  REFUSED("✗");

  private final String sign;

  Ticks(String sign) {
    this.sign = sign;
  }

  String sign() {
    return sign;
  }

  /// Whether no more is to come.
  boolean isFinal() {
    return this == READ || this == REFUSED;
  }
}
