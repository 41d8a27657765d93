package dev.hearth.platform.limits;

/// Nothing was done, because an allowance is used up. For places that can't return a refusal; what
/// serves requests answers with it. It has no stack trace: where it was noticed says nothing about
/// the cause.
public final class AllowanceSpent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Charge.Refused spent;

  public AllowanceSpent(Charge.Refused spent) {
    super("the allowance '" + spent.allowance() + "' is used up", null, false, false);
    this.spent = spent;
  }

  public Charge.Refused spent() {
    return spent;
  }
}
