package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.Reports;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.UserJson;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;

/// `POST /reports`: telling those who run the server about somebody, and blocking them.
final class ReportResource implements ApiResource {
  private final Accounts accounts;
  private final Relationships relationships;
  private final Reports reports;
  private final Allowance<UserId> allowance;
  private final UserJson users;

  ReportResource(
      Accounts accounts,
      Relationships relationships,
      Reports reports,
      Allowance<UserId> allowance,
      UserJson users) {
    this.accounts = accounts;
    this.relationships = relationships;
    this.reports = reports;
    this.allowance = allowance;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/reports", this::report);
  }

  // The rest of the body is that of a relationship's change, and says nothing here.
  private ApiResponse report(ApiRequest request) {
    var caller = request.caller().user();
    var other = accounts.findUser(request.fields().id("user_id", UserId::find));
    if (other.isEmpty()) {
      return ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no user of this id.");
    }
    if (other.get().id().equals(caller)) {
      return ApiResponse.refused(ErrorCode.FORBIDDEN, "Nobody reports themselves.");
    }
    if (relationships.full(caller, other.get().id())) {
      return ApiResponse.refused(RelationshipResource.TOO_MANY);
    }
    if (allowance.charge(caller, 1) instanceof Charge.Refused spent) {
      return ApiResponse.spent(spent);
    }
    relationships.block(caller, other.get().id());
    reports.add(caller, other.get().id());
    return users.show(request.caller(), other.get());
  }
}
