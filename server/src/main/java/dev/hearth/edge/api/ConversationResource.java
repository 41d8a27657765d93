package dev.hearth.edge.api;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Portrait;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Description;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.ConversationJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// Founding contacts and groups, and looking at them.
public final class ConversationResource implements ApiResource {
  private final Conversations conversations;
  private final ConversationJson json;

  ConversationResource(Conversations conversations, ConversationJson json) {
    this.conversations = conversations;
    this.json = json;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/conversations", this::create).get("/conversations/:id", this::show);
  }

  private ApiResponse create(ApiRequest request) {
    var fields = request.fields();
    var wanted =
        new NewConversation(
            fields.id("conversation_id", ConversationId::find),
            fields.id("category", ConversationResource::category),
            fields.findText("name").orElse(""),
            fields.findText("announcement").orElse(""),
            // Other fields of a participant that clients send, such as a role, are ignored.
            fields.objects("participants").stream()
                .map(participant -> participant.id("user_id", UserId::find))
                .toList(),
            fields.findId("random_id", text -> UserId.find(text).map(UserId::uuid)));
    var caller = request.caller().user();
    var picture = fields.findPortrait("icon_base64");
    var outcome = conversations.create(caller, wanted);
    return json.show(
        caller,
        outcome instanceof Outcome.Done<Conversation>(var group) && lacks(group, picture)
            ? conversations.describe(
                caller, group.id(), new Description(Optional.empty(), Optional.empty(), picture))
            : outcome);
  }

  private static boolean lacks(Conversation group, Optional<Portrait> picture) {
    return group.group() && group.picture().isEmpty() && picture.isPresent();
  }

  /// Whether there is one in which the caller never was, is not told: two people's id can be
  /// computed, and nobody learns by it that they talk.
  private ApiResponse show(ApiRequest request) {
    var caller = request.caller().user();
    return ConversationId.find(request.pathParameter("id"))
        .flatMap(conversations::find)
        .filter(found -> conversations.everHad(found.id(), caller))
        .map(found -> json.show(caller, found))
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND));
  }

  private static Optional<Conversation.Category> category(String name) {
    return switch (name) {
      case "CONTACT" -> Optional.of(Conversation.Category.CONTACT);
      case "GROUP" -> Optional.of(Conversation.Category.GROUP);
      default -> Optional.empty();
    };
  }
}
