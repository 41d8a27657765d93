package dev.hearth.edge;

import dev.hearth.platform.limits.Charge;
import java.util.Map;

/// How a client learns that an allowance is used up: a description for people, and the same for
/// programs.
public final class SpentAllowance {
  private SpentAllowance() {}

  public static String description(Charge.Refused spent) {
    return "Too many requests: the allowance '%s' has %d left, try again in %d s."
        .formatted(spent.allowance(), spent.left(), spent.seconds());
  }

  public static Map<String, String> extra(Charge.Refused spent) {
    return Map.of(
        "allowance", spent.allowance(),
        "left", Long.toString(spent.left()),
        "retry_after", Long.toString(spent.seconds()));
  }
}
