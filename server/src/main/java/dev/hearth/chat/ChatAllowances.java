package dev.hearth.chat;

import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// The allowances of {@link Rates}, each by whom it is for.
public record ChatAllowances(
    Allowance<UserId> sending,
    Allowance<UserId> undelivered,
    Allowance<Pair<SessionId, UserId>> asides,
    Allowance<UserId> acknowledgements,
    Allowance<SessionId> listings,
    Allowance<Pair<UserId, SessionId>> oneTimeKeys,
    Allowance<UserId> searches,
    Allowance<UserId> strangers,
    Allowance<UserId> groupNotices,
    Allowance<UserId> reports,
    Allowance<UserId> changes,
    Allowance<Object> requests,
    Allowance<ClientAddress> signIns,
    Allowance<Pair<Optional<ClientAddress>, SessionId>> failedChecks) {

  /// Two of whom one does something to the other.
  public record Pair<A, B>(A from, B to) {}

  static ChatAllowances of(Allowances allowances, Rates rates) {
    return new ChatAllowances(
        allowances.of("sending", rates.sending()),
        allowances.of("undelivered", rates.undelivered()),
        allowances.of("asides", rates.asides()),
        allowances.of("acknowledgements", rates.acknowledgements()),
        allowances.of("listings", rates.listings()),
        allowances.of("one-time-keys", rates.oneTimeKeys()),
        allowances.of("searches", rates.searches()),
        allowances.of("strangers", rates.strangers()),
        allowances.of("group-notices", rates.groupNotices()),
        allowances.of("reports", rates.reports()),
        allowances.of("changes", rates.changes()),
        allowances.of("requests", rates.requests()),
        allowances.of("sign-ins", rates.signIns()),
        allowances.of("failed-checks", rates.failedChecks()));
  }
}
