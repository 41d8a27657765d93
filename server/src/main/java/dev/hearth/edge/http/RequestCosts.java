package dev.hearth.edge.http;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.sql.Bill;
import dev.hearth.protocol.id.UserId;

/// Charges callers for their requests. Any thread may call.
///
/// @param requests by user, or by address where nobody signed: one unit a request, and more for a
///   large answer
/// @param changes by user: one unit for each row of the directory that is written
public record RequestCosts(Allowance<Object> requests, Allowance<UserId> changes) {
  private static final int BYTES_OF_UNIT = 16 << 10;

  Charge begin(Object who) {
    return requests.charge(who, 1);
  }

  /// How much there was to read and to write is known only now.
  void answered(Object who, int bytes) {
    requests.owe(who, bytes / BYTES_OF_UNIT);
  }

  Bill<UserId> bill(Caller caller) {
    return new Bill<>(changes, caller.user());
  }
}
