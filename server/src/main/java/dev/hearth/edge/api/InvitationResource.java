package dev.hearth.edge.api;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.invitation.Invitation;
import dev.hearth.chat.directory.invitation.Invitations;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.SignInsPerAddress;
import dev.hearth.edge.json.PortraitUrls;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// `GET /invitations/:code`: what somebody sees who opens an invitation's link.
final class InvitationResource implements ApiResource {
  private final Invitations invitations;
  private final Accounts accounts;
  private final PortraitUrls portraits;
  private final String serverName;
  private final SignInsPerAddress signIns;

  InvitationResource(
      Invitations invitations,
      Accounts accounts,
      PortraitUrls portraits,
      String serverName,
      SignInsPerAddress signIns) {
    this.invitations = invitations;
    this.accounts = accounts;
    this.portraits = portraits;
    this.serverName = serverName;
    this.signIns = signIns;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.forAnyone().get("/invitations/:code", signIns.charged(this::show));
  }

  private ApiResponse show(ApiRequest request) {
    return switch (invitations.look(request.pathParameter("code"))) {
      case Outcome.Done<Invitation>(var invitation) -> show(invitation);
      case Outcome.Refused<Invitation>(var refusal) -> ApiResponse.refused(refusal);
    };
  }

  private ApiResponse show(Invitation invitation) {
    Optional<User> contact = invitation.contact().flatMap((UserId id) -> accounts.findUser(id));
    return ApiResponse.written(json -> {
      json.writeStartObject();
      json.writeStringProperty("type", "invitation");
      json.writeStringProperty("server_name", serverName);
      if (contact.isPresent()) {
        json.writeStringProperty("inviter_name", contact.get().fullName());
        json.writeStringProperty("inviter_avatar_url", portraits.of(contact.get().picture()));
      }
      json.writeStringProperty("expired_at", WireTime.format(invitation.endsAt()));
      json.writeEndObject();
    });
  }
}
