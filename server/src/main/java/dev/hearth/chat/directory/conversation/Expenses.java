package dev.hearth.chat.directory.conversation;

import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.id.UserId;
import java.util.HashMap;
import java.util.Map;

/// The costs of changes of conversations, for the users who make them. Any thread may call, and no
/// call waits.
///
/// @param strangers one unit for each person who is brought into a conversation and has not added
///   the user who does it
/// @param notices one unit for each person who is told of each change
public record Expenses(Allowance<UserId> strangers, Allowance<UserId> notices) {

  /// Uses what both allow, or nothing of either; two changes of one user at the same moment may use
  /// some of the notices in vain.
  private Charge charge(UserId actor, long people, long told) {
    if (strangers.look(actor, people) instanceof Charge.Refused refused) {
      return refused;
    }
    return notices.charge(actor, told) instanceof Charge.Refused refused
        ? refused
        : strangers.charge(actor, people);
  }

  /// For one change, which the database may have made several times until it is kept.
  ChangeBill bill(UserId actor) {
    return new ChangeBill(this, actor);
  }

  /// Charges a change once, however often it is made again. For one thread.
  static final class ChangeBill {
    private final Expenses expenses;
    private final UserId actor;
    private final Map<Cost, Charge> charged = new HashMap<>();

    private ChangeBill(Expenses expenses, UserId actor) {
      this.expenses = expenses;
      this.actor = actor;
    }

    Charge charge(long people, long told) {
      return charged.computeIfAbsent(
          new Cost(people, told), _ -> expenses.charge(actor, people, told));
    }

    private record Cost(long people, long told) {}
  }
}
