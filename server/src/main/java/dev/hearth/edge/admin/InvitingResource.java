package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.invitation.Invitation;
import dev.hearth.chat.directory.invitation.Invitations;
import dev.hearth.chat.directory.invitation.Invitations.MadeInvitation;
import dev.hearth.chat.directory.invitation.SignUpPolicy;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.platform.runtime.Audit;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.id.Uuids;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes invitations, lists them, and ends them.
final class InvitingResource implements ApiResource {
  private final Invitations invitations;
  private final Accounts accounts;
  private final Supplier<String> address;

  /// @param address where people reach this server
  InvitingResource(Invitations invitations, Accounts accounts, Supplier<String> address) {
    this.invitations = invitations;
    this.accounts = accounts;
    this.address = address;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .forAnyone()
        .post("/invitations", this::create)
        .get("/invitations", this::list)
        .delete("/invitations/:id", this::revoke);
  }

  private ApiResponse create(ApiRequest request) {
    var fields = request.fields();
    long uses = fields.findNumber("uses").orElse(1L);
    long days = fields.findNumber("days").orElse(7L);
    if (uses < 1 || uses > Invitations.MOST_USES) {
      return AdminRefusals.invalid("an invitation has 1 to " + Invitations.MOST_USES + " uses");
    }
    if (days < 1 || days > Invitations.LONGEST.toDays()) {
      return AdminRefusals.invalid(
          "an invitation is good for 1 to " + Invitations.LONGEST.toDays() + " days");
    }
    if (invitations.policy() == SignUpPolicy.CLOSED) {
      return AdminRefusals.refused(
          409, "nobody could use an invitation: account.sign-up is closed");
    }
    Optional<String> number = fields.findText("contact");
    Optional<User> contact = number.flatMap(this::find);
    if (number.isPresent() && contact.isEmpty()) {
      return AdminRefusals.missing("there is nobody of the number that was named as the contact");
    }
    return invitations
        .create((int) uses, Duration.ofDays(days), contact.map(User::id))
        .map(this::show)
        .orElseGet(() ->
            AdminRefusals.refused(
                503,
                "there are " + Invitations.MOST_KEPT + " invitations: some have to end first"));
  }

  private ApiResponse show(MadeInvitation made) {
    var invitation = made.invitation();
    Audit.done(
        "invitation-made",
        Audit.By.LOCAL_DOOR,
        "invitation",
        invitation.id(),
        "uses",
        invitation.uses(),
        "until",
        WireTime.format(invitation.endsAt()));
    return ApiResponse.data(json(invitation).put("link", address.get() + "/#join=" + made.code()));
  }

  private Optional<User> find(String number) {
    return number.matches("[0-9]{1,18}")
        ? accounts.findUser(Long.parseLong(number))
        : Optional.empty();
  }

  private ApiResponse list(ApiRequest request) {
    ObjectNode answer = AdminJson.object();
    ArrayNode all = answer.putArray("invitations");
    invitations.list().forEach(invitation -> all.add(json(invitation)));
    return ApiResponse.data(answer);
  }

  private ObjectNode json(Invitation invitation) {
    var json =
        AdminJson.object()
            .put("invitation_id", invitation.id().toString())
            .put("uses", invitation.uses())
            .put("used", invitation.used())
            .put("created_at", WireTime.format(invitation.createdAt()))
            .put("ends_at", WireTime.format(invitation.endsAt()))
            .put("good", invitations.isGood(invitation));
    contactOf(invitation).ifPresent(contact -> json.set("contact", AdminJson.user(contact)));
    return json;
  }

  private Optional<User> contactOf(Invitation invitation) {
    return invitation.contact().flatMap((UserId id) -> accounts.findUser(id));
  }

  private ApiResponse revoke(ApiRequest request) {
    String id = request.pathParameter("id");
    return Uuids.find(id)
        .map(invitation -> {
          boolean revoked = invitations.revoke(invitation);
          if (revoked) {
            Audit.done("invitation-revoked", Audit.By.LOCAL_DOOR, "invitation", invitation);
          }
          return ApiResponse.data(AdminJson.object().put("revoked", revoked));
        })
        .orElseGet(() -> AdminRefusals.missing(id + " is not the id of an invitation"));
  }
}
