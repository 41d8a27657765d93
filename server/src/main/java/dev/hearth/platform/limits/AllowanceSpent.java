package dev.hearth.platform.limits;

import dev.hearth.platform.runtime.NotNow;

/// Nothing was done, because an allowance is used up. For places that can't return a refusal; what
/// serves requests answers with it.
public final class AllowanceSpent extends NotNow {
  private static final long serialVersionUID = 1L;

  private final transient Charge.Refused spent;

  public AllowanceSpent(Charge.Refused spent) {
    super("the allowance '" + spent.allowance() + "' is used up");
    this.spent = spent;
  }

  public Charge.Refused spent() {
    return spent;
  }
}
