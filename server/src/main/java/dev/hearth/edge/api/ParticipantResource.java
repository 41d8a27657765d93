package dev.hearth.edge.api;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Role;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestFields;
import dev.hearth.edge.json.ConversationJson;
import dev.hearth.edge.json.UserIds;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The members of a group: adding and removing them, roles, joining and leaving.
final class ParticipantResource implements ApiResource {
  private static final ApiResponse NO_ID =
      ApiResponse.refused(ErrorCode.NOT_FOUND, ConversationResource.NO_ID);

  private final Conversations conversations;
  private final ConversationJson json;

  ParticipantResource(Conversations conversations, ConversationJson json) {
    this.conversations = conversations;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .post("/conversations/:id/participants/:action", this::change)
        .post("/conversations/:code/join", this::join);
    routes.free().post("/conversations/:id/exit", this::exit);
  }

  private ApiResponse change(ApiRequest request) {
    var group = ConversationId.find(request.pathParameter("id"));
    if (group.isEmpty()) {
      return NO_ID;
    }
    var caller = request.caller().user();
    return switch (request.pathParameter("action").toUpperCase(Locale.ROOT)) {
      case "ADD" -> show(request, conversations.add(caller, group.get(), users(request)));
      case "REMOVE" -> show(request, conversations.remove(caller, group.get(), users(request)));
      case "ROLE" -> show(request, conversations.setRoles(caller, group.get(), roles(request)));
      default -> ApiResponse.refused(ErrorCode.NOT_FOUND, "The action is ADD, REMOVE or ROLE.");
    };
  }

  // None of them reads a body: clients send none, `{}` or `""`.
  private ApiResponse join(ApiRequest request) {
    var caller = request.caller().user();
    return show(request, conversations.join(caller, request.pathParameter("code")));
  }

  private ApiResponse exit(ApiRequest request) {
    var caller = request.caller().user();
    return ConversationId.find(request.pathParameter("id"))
        .map(group -> show(request, conversations.exit(caller, group)))
        .orElse(NO_ID);
  }

  private ApiResponse show(ApiRequest request, Outcome<Conversation> outcome) {
    return json.show(request.caller().user(), outcome);
  }

  private static List<UserId> users(ApiRequest request) {
    return people(request).stream().map(one -> one.id("user_id", UserId::find)).toList();
  }

  private static Map<UserId, Role> roles(ApiRequest request) {
    var roles = new LinkedHashMap<UserId, Role>();
    for (var one : people(request)) {
      var role =
          Role.find(one.findText("role").orElse(""))
              .orElseThrow(() -> one.invalid("role", "It is ADMIN or empty."));
      roles.put(one.id("user_id", UserId::find), role);
    }
    return roles;
  }

  private static List<RequestFields> people(ApiRequest request) {
    return request.objects("participants", UserIds.MOST);
  }
}
